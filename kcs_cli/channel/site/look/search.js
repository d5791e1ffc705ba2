// Search as you type, over the index beside the pages; nothing leaves the reader's browser but requests for its parts.
const form = document.getElementById("search");
const query = document.getElementById("query");
const hits = document.getElementById("hits");
const told = document.getElementById("told");
const root = new URL(form.dataset.root, document.baseURI);
let engine;
let asked = 0;

async function load() {
  engine ??= import(new URL("pagefind/pagefind.js", root).href).then(async (found) => { await found.init(); return found; });
  return engine;
}

function hit(data) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  const title = document.createElement("b");
  const excerpt = document.createElement("span");
  link.href = data.url;
  title.textContent = data.meta.title;
  excerpt.innerHTML = data.excerpt; // Pagefind escapes it, but for its own marks
  link.append(title, excerpt);
  item.append(link);
  return item;
}

async function search() {
  const number = ++asked;
  const words = query.value.trim();
  if (!words) { hits.replaceChildren(); told.textContent = ""; told.className = ""; return; }
  const found = await (await load()).debouncedSearch(words, {}, 150);
  if (!found || number !== asked) return;
  const data = await Promise.all(found.results.slice(0, 8).map((one) => one.data()));
  if (number !== asked) return;
  hits.replaceChildren(...data.map(hit));
  told.textContent = data.length ? `${found.results.length} ${form.dataset.found}` : form.dataset.none;
  told.className = data.length ? "" : "none";
}

form.hidden = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  hits.querySelector("a")?.click();
});
query.addEventListener("input", search);
query.addEventListener("focus", load, { once: true });
document.addEventListener("keydown", (event) => {
  const links = [...hits.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  const isWriting = /^(INPUT|TEXTAREA)$/.test(document.activeElement?.tagName);
  if (event.key === "/" && !isWriting) { event.preventDefault(); query.focus(); }
  else if (event.key === "Escape" && hits.childElementCount) { query.value = ""; search(); query.focus(); }
  else if (event.key === "ArrowDown" && links.length && (at >= 0 || document.activeElement === query)) {
    event.preventDefault(); links[Math.min(at + 1, links.length - 1)].focus();
  } else if (event.key === "ArrowUp" && at >= 0) {
    event.preventDefault(); (at ? links[at - 1] : query).focus();
  }
});
