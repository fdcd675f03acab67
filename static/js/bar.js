// The newsroom's bar over a story: asked for where somebody signed in on this browser, shown to who may change the story.
export async function start(address) {
  let answer;
  try {
    answer = await fetch(address, { credentials: "same-origin" });
  } catch {
    return; // offline: the page is whole without it
  }
  if (answer.status !== 200) return;
  const holder = document.createElement("template");
  holder.innerHTML = await answer.text();
  document.querySelector(".skip").after(holder.content);
}
