// The code's page: once the code is sent, the draft of the story's page may go where the comment then stands.
const form = document.querySelector("[data-code-form]");

form?.addEventListener("submit", () => {
  try {
    sessionStorage.setItem("comment-sent", JSON.stringify([form.dataset.draft, location.pathname]));
  } catch (_error) {
    // storage is off: there is no draft either
  }
});
form?.elements.code.focus();
