"use strict";
const $ = (id) => document.getElementById(id);
const store = sessionStorage;
if (!store.session) store.session = crypto.getRandomValues(new Uint32Array(4)).join("-");
if (!$("case").value) $("case").value = store.kept || "";
const FEW = 15, LONGEST = 50000;
let noted = "", shown = 0, opened = 0, counted = 0, most = FEW, timer = 0, counting = 0, asking = null;
// Not by autofocus, which may come when the first letters are typed already
if (document.activeElement === document.body) (here() ? $("article") : $("q")).focus();

function say(text) {
  $("said").textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { $("said").textContent = ""; }, 6000);
}

async function call(address, options = {}) {
  const headers = { "Kcs-Session": store.session, ...(options.body ? { "Content-Type": "application/json" } : {}) };
  const answer = await fetch(address, { ...options, headers });
  if (answer.status === 401 || (answer.redirected && answer.url.endsWith("/login"))) location.href = "/login";
  const text = await answer.text();
  if (answer.ok) return text;
  let problem = {};
  try { problem = JSON.parse(text); } catch { /* it is no answer of kcs */ }
  throw new Error([problem.error || answer.statusText, problem.hint].filter(Boolean).join(" – "));
}

function asked(other = {}) {
  const query = new URLSearchParams();
  const pairs = [["q", typed()], ["case", $("case").value.trim()], ...new FormData($("filters"))];
  for (const [name, value] of [...pairs.filter(([name], at) => name !== "q" || !at), ...Object.entries(other)]) {
    if (value) query.append(name, value);
  }
  return "/?" + query;
}

function typed() {
  let text = $("q").value.trim();
  while (String(new URLSearchParams({ text })).length > LONGEST) text = text.slice(0, text.length * 0.8);
  return text;
}

const key = () => typed() + "\n" + [...new FormData($("filters"))];

// Who is at something in a part that is made anew stays there
function renew(part, text, names) {
  const at = $(part).contains(document.activeElement) && names(document.activeElement);
  $(part).innerHTML = text;
  const again = at && [...$(part).querySelectorAll("a, select")].find((one) => names(one) === at);
  if (again) again.focus();
}

async function find(isTyping) {
  const number = ++shown;
  if (asking) asking.abort();
  asking = new AbortController();
  try {
    const about = { part: "hits", noted: isTyping ? "true" : "", limit: most, id: here() ? here().dataset.id : "" };
    const text = await call(asked(about), { signal: asking.signal });
    if (number !== shown) return;
    renew("hits", text, (one) => one.dataset.id);
    if (!isTyping) noted = key();
    clearTimeout(counting);
    counting = setTimeout(count, 400);
  } catch (error) {
    if (error.name !== "AbortError") say(error.message);
  }
}

async function count() {
  const number = ++counted;
  try {
    const text = await call(asked({ part: "filters" }));
    if (number === counted) renew("filters", text, (one) => one.name);
  } catch { /* the hits said it */ }
}

async function open(id, isBack) {
  const known = key(), number = ++opened;
  try {
    const text = await call(asked({ part: "article", id, noted: known === noted ? "true" : "" }));
    if (number !== opened) return;
    $("article").innerHTML = text;
  } catch (error) { return say(error.message); }
  noted = known;
  // What was typed has no address yet: who goes back to the hits and reloads has them
  if (!isBack && !new URLSearchParams(location.search).has("id")) history.replaceState(null, "", asked());
  if (!isBack) history.pushState(null, "", asked({ id }));
  document.body.classList.add("reading");
  for (const link of $("hits").querySelectorAll("a")) {
    if (link.dataset.id === id) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
  }
  $("article").focus();
  scrollTo(0, 0);
}

async function note(where, content, done) {
  try {
    const answer = JSON.parse(await call("/api/v1/" + where, { method: "POST", body: JSON.stringify(content) }));
    say(done(answer));
    return answer;
  } catch (error) { say(error.message); }
}

function here() { return document.querySelector("#article article"); }
const kept = () => { store.kept = $("case").value.trim(); return store.kept; };

function link() {
  if (!here()) return;
  if (!kept()) { say("Which case?"); return $("case").focus(); }
  const form = new FormData($("link"));
  note("links", { id: here().dataset.id, case: kept(), use: form.get("use"), replace: form.has("replace") },
    (answer) => (answer.linked[0].was_linked ? "Was linked before: " : "Linked: ") + here().dataset.id + " → " + answer.case);
}

async function copy() {
  if (!here()) return;
  try {
    const text = await call(`/api/v1/articles/${here().dataset.url}/answer?as=${$("form").value}&for=${$("for").value}`);
    if (navigator.clipboard) await navigator.clipboard.writeText(text);
    else {
      const area = document.body.appendChild(document.createElement("textarea"));
      area.value = text;
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    say("Copied: " + here().dataset.title);
  } catch (error) { say(error.message); }
}

function capture() {
  if (!$("capture")) return;
  const form = $("capture").querySelector("form");
  if (!form.said.value) form.said.value = $("q").value.trim().slice(0, 500);
  $("capture").showModal();
}

function step(by) {
  const links = [...$("hits").querySelectorAll("a")], current = links.findIndex((link) => link.hasAttribute("aria-current"));
  const isAtOne = $("hits").contains(document.activeElement);
  const at = isAtOne ? links.indexOf(document.activeElement) : document.activeElement === $("q") ? -1 : current;
  const next = links[Math.max(0, Math.min(links.length - 1, at + by))];
  if (by < 0 && at === 0) $("q").focus(); else if (next) next.focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target, content = new FormData(form);
  if (form.action.endsWith("/logout")) return;
  event.preventDefault();
  if (form.id === "search") { clearTimeout(timer); most = FEW; find(false); } else if (form.id === "link") link();
  else if (form.id === "flag") {
    note("flags", { id: here().dataset.id, message: content.get("message"), why: content.get("why") || null, case: kept() },
      (answer) => answer.done + ": " + answer.id).then((answer) => answer && form.reset());
  } else if (form.closest("#capture")) {
    const draft = Object.fromEntries(["title", "issue", "environment", "resolution"].map((name) => [name, content.get(name)]));
    draft.said = content.get("said") ? [content.get("said")] : [];
    note("articles", { ...draft, case: kept(), despite_similar: content.has("despite_similar") },
      (answer) => "Written: " + answer.path).then((answer) => { if (answer) { $("capture").close(); form.reset(); } });
  }
});
$("q").addEventListener("input", () => {
  clearTimeout(timer);
  document.body.classList.remove("reading");
  most = FEW;
  timer = setTimeout(() => find(true), 150);
});
$("filters").addEventListener("change", () => { most = FEW; find(false); });
$("case").addEventListener("change", kept);
document.addEventListener("click", (event) => {
  const target = event.target.closest("a, button");
  if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const inner = target.getAttribute("href") && new URL(target.href);
  if (target.dataset.id) { event.preventDefault(); open(target.dataset.id); }
  else if (target.dataset.most) { event.preventDefault(); most = target.dataset.most; find(true); }
  else if (target.className === "back") { event.preventDefault(); document.body.classList.remove("reading"); $("q").focus(); }
  else if (inner && target.closest("article") && inner.origin === location.origin && inner.searchParams.get("id")) {
    event.preventDefault();
    open(inner.searchParams.get("id"));
  } else if (target.id === "copy") copy();
  else if (target.id === "capture-open") capture();
  else if (target.id === "keys-open") $("keys").showModal();
  else if ("close" in target.dataset) target.closest("dialog").close();
  else if (target.dataset.vote) {
    note("votes", { id: here().dataset.id, helpful: target.dataset.vote === "true", case: kept() }, (answer) => answer.done + ": " + answer.id);
  }
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const isTyping = event.target.matches("input:not([type=checkbox]), textarea, select");
  const keys = { "/": () => $("q").focus(), j: () => step(1), k: () => step(-1), c: copy, l: link, n: capture,
    f: () => $("message") && $("message").focus(), "?": () => $("keys").showModal(), ArrowDown: () => step(1), ArrowUp: () => step(-1) };
  const isArrow = event.key.startsWith("Arrow") && (event.target === $("q") || $("hits").contains(event.target));
  if (event.key === "Escape") { document.body.classList.remove("reading"); $("q").focus(); $("q").select(); }
  else if (event.target === $("q") && event.key === "Enter") { /* the form does it */ }
  else if (keys[event.key] && (isArrow || (!isTyping && !event.key.startsWith("Arrow")))) { event.preventDefault(); keys[event.key](); }
});
addEventListener("popstate", () => { const id = new URLSearchParams(location.search).get("id"); if (id) open(id, true); else document.body.classList.remove("reading"); });
if (here()) document.body.classList.add("reading");
