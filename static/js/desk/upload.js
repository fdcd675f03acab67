// Sending a picture to the library; the answer is the editor's own: uploaded, fileName, url, or a sentence.
export async function upload(form, file, words = {}) {
  const fields = new FormData();
  fields.set("upload", file, file.name || "pasted.png");
  fields.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const [name, value] of Object.entries(words)) fields.set(name, value);
  let answer;
  try {
    answer = await fetch(form.dataset.upload, { method: "POST", body: fields, headers: { Accept: "application/json" } });
  } catch {
    throw new Error("The picture could not be sent: no connection.");
  }
  const picture = await answer.json().catch(() => ({}));
  if (!answer.ok || !picture.uploaded) throw new Error(picture.error?.message || "The picture was not taken.");
  return picture;
}

// A picture out of a data: address, as a file.
export function fileFrom(address) {
  const match = /^data:(image\/[a-z+.-]+);base64,([\w+/=\s]+)$/i.exec(address);
  if (!match) return null;
  const bytes = Uint8Array.from(atob(match[2].replace(/\s/g, "")), (letter) => letter.charCodeAt(0));
  return new File([bytes], `pasted.${match[1].split("/")[1].replace(/\W.*/, "")}`, { type: match[1] });
}
