import { signIn } from "./service.js";

const form = document.getElementById("sign-in");
const code = document.getElementById("code");
const refused = document.getElementById("refused");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  refused.textContent = "";
  const given = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
  try {
    await signIn(given);
    location.replace("./");
  } catch (error) {
    refused.textContent = error.message;
    if (error.code !== "code_required") return;
    code.hidden = false;
    form.elements.code.required = true;
    form.elements.code.focus();
  }
});
