// Runs before anything is painted, so that a dark page does not begin white. A file of its own, because the content
// security policy allows no inline script. src/theme/appearance.ts writes the same key.
{
  let chosen = null;
  try {
    chosen = localStorage.getItem("cosmic:appearance");
  } catch {
    // Storage is forbidden: the system decides.
  }
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const scheme = chosen === "light" || chosen === "dark" ? chosen : dark ? "dark" : "light";
  document.documentElement.setAttribute("data-mantine-color-scheme", scheme);
}
