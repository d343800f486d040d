// @ts-check
// The review screen: shows the next event at once and saves the decision behind it.

import { keysOn, listen, setKeys } from "./keys.js";
import { Queue, entryOf } from "./queue.js";
import { Saver } from "./save.js";

/** @typedef {import("./queue.js").Entry} Entry */

const root = /** @type {HTMLElement} */ (document.querySelector("[data-review]"));
const stage = part("stage");
const queue = new Queue(root.dataset.query ?? "", root.dataset.cursor ?? "");
const saver = new Saver(root.dataset.proof ?? "", queue.query);
/** @type {Entry[]} */
const made = [];
const started = performance.now();
let counted = 0;

const DONE = { accept: "Accepted", reject: "Rejected", flag: "Flagged", edit: "Edited", status: "Status changed" };

/** @param {string} name @returns {HTMLElement} */
function part(name) {
  return /** @type {HTMLElement} */ (root.querySelector(`[data-${name}]`));
}

/** @param {string} words */
const tell = (words) => (part("told").textContent = words);

/** Draw an event, or say that none is left. @param {Entry | undefined} entry */
function show(entry) {
  part("done").hidden = Boolean(entry);
  if (!entry) {
    stage.replaceChildren();
    /** @type {HTMLElement} */ (part("done").querySelector("h2")).focus();
    return;
  }
  const template = document.createElement("template");
  template.innerHTML = entry.html;
  stage.replaceChildren(template.content);
  const item = stage.querySelector("[data-item]");
  if (entry.verdict && item) item.setAttribute("data-verdict", DONE[entry.verdict] ?? entry.verdict);
  /** @type {HTMLElement} */ (stage.querySelector("h2")).focus({ preventScroll: true });
  if (scrollY > stage.offsetTop) scrollTo({ top: stage.offsetTop - 8 });
  ready();
}

/** Fetch what comes next while the reviewer reads. */
function ready() {
  queue.prefetch().catch((error) => trouble(error.message));
}

/** @param {string} words */
function trouble(words) {
  part("trouble").hidden = !words;
  part("trouble").textContent = words;
}

/** @param {import("./save.js").Saved} saved */
function count(saved) {
  part("left").textContent = String(saved.left);
  part("today").textContent = String(saved.today);
  const bar = /** @type {HTMLProgressElement} */ (root.querySelector("progress"));
  bar.value = Math.max(bar.max - saved.left, 0);
  part("latest").innerHTML = saved.latest;
  root.querySelector(".undo-last")?.remove();
  const hours = (performance.now() - started) / 3_600_000;
  if (counted > 1) part("pace").textContent = `${Math.round(counted / hours)} an hour`;
}

/** Decide and go on at once; where saving fails the event comes back. @param {string} kind @param {Record<string, string>} more */
async function decide(kind, more = {}) {
  const entry = queue.current;
  if (!entry || !root.dataset.writable) return;
  entry.verdict = kind;
  made.push(entry);
  counted += 1;
  trouble("");
  tell(`${DONE[kind]}.`);
  const saving = saver.save(() => ({ kind, event: entry.id, ...more }));
  saving.then(
    (saved) => {
      entry.numbers.push(...saved.numbers);
      count(saved);
    },
    (error) => {
      entry.verdict = null;
      counted -= 1;
      made.splice(made.lastIndexOf(entry), 1);
      queue.find(entry.id).then((back) => {
        show(back);
        trouble(`Not saved: ${error.message}. This event is back; decide again.`);
      });
    },
  );
  await next();
}

async function next() {
  try {
    show(await queue.advance());
  } catch (error) {
    trouble(error instanceof Error ? error.message : String(error));
  }
}

/** Save what the server must check first: it stays until the server takes it. @param {HTMLFormElement} form @param {HTMLElement | null} by */
async function checked(form, by) {
  const entry = queue.current;
  if (!entry) return;
  const fields = new FormData(form, by);
  const kind = String(fields.get("kind"));
  const wrong = form.querySelector(".wrong");
  form.setAttribute("aria-busy", "true");
  try {
    const saved = await saver.save(() => fields);
    entry.numbers.push(...saved.numbers);
    entry.verdict = kind === "status" ? "status" : "edit";
    made.push(entry);
    counted += 1;
    count(saved);
    trouble("");
    tell(`${DONE[kind]}.`);
    if (kind === "edit") await next();
    await queue.refresh(entry);
    if (kind === "status" && queue.current === entry) show(entry);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    if (!(wrong instanceof HTMLElement)) return trouble(`Not saved: ${words}`);
    wrong.hidden = false;
    wrong.textContent = words;
    wrong.scrollIntoView({ block: "nearest" });
  } finally {
    form.removeAttribute("aria-busy");
  }
}

/** Take the last decision back and show its event. */
async function undo() {
  const entry = made.pop();
  const first = part("latest")?.querySelector("[data-number]");
  const told = first?.querySelector("a")?.search ?? "";
  const id = entry?.id ?? new URLSearchParams(told).get("at");
  if (!id || !root.dataset.writable) return tell("There is nothing to undo.");
  const number = first instanceof HTMLElement ? (first.dataset.number ?? "") : "";
  if (entry) entry.verdict = null;
  const saving = saver.save(() => ({
    kind: "undo",
    event: id,
    numbers: (entry ? entry.numbers.splice(0) : [number]).join(","),
  }));
  if (entry) show(await queue.find(id));
  try {
    count(await saving);
    const back = await queue.find(id);
    if (back) await queue.refresh(back);
    if (back) back.verdict = null;
    show(back);
    trouble("");
    tell("Taken back.");
  } catch (error) {
    trouble(`Not taken back: ${error instanceof Error ? error.message : error}`);
  }
}

/** Open one of the two forms under an event and go into it. @param {string} key */
function open(key) {
  const box = stage.querySelector(`[data-open="${key}"]`);
  if (!(box instanceof HTMLDetailsElement)) return;
  box.open = true;
  const first = box.querySelector("input:not([type=hidden]), select");
  if (first instanceof HTMLElement) first.focus();
}

/** @param {number} step */
async function move(step) {
  const entry = await queue.move(step).catch(() => undefined);
  if (entry) show(entry);
  else tell(step > 0 ? "This is the last event." : "This is the first event.");
}

function skip() {
  if (queue.current) queue.current.skipped = true;
  tell("Skipped.");
  next();
}

/** @param {string} key */
const press = (key) => /** @type {HTMLElement | null} */ (stage.querySelector(`[data-key="${key}"]`))?.click();
const help = () => /** @type {HTMLDialogElement} */ (part("keys")).showModal();

stage.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const by = /** @type {SubmitEvent} */ (event).submitter;
  event.preventDefault();
  const fields = new FormData(form, by);
  const kind = String(fields.get("kind"));
  if (kind === "accept" || kind === "reject") decide(kind);
  else if (kind === "flag") decide(kind, { reason: String(fields.get("reason") ?? "") });
  else checked(form, by);
});

stage.addEventListener("keydown", (event) => {
  const box = /** @type {HTMLElement} */ (event.target).closest("details[open]");
  if (!(box instanceof HTMLDetailsElement)) return;
  if (event.key === "Escape") {
    box.open = false;
    /** @type {HTMLElement} */ (box.querySelector("summary")).focus();
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) box.querySelector("form")?.requestSubmit();
});

/** @type {HTMLInputElement | null} the field of words that a selection in the report goes into */
let words = null;
stage.addEventListener("focusin", (event) => {
  const field = event.target;
  if (field instanceof HTMLInputElement) words = field.matches("[data-words]") ? field : null;
});
stage.addEventListener("mouseup", (event) => {
  const chosen = getSelection()?.toString().trim();
  const inside = /** @type {HTMLElement} */ (event.target).closest("[data-context]");
  if (!chosen || !inside || !words?.isConnected) return;
  words.value = chosen;
  words.focus();
});

/** Take over the event that came with the page, and make room for the keys. */
function begin() {
  const item = stage.querySelector("[data-item]");
  if (item instanceof HTMLElement) queue.entries.push(entryOf({ id: item.dataset.item ?? "", html: item.outerHTML }));
  for (const button of root.querySelectorAll("[data-move], [data-undo], [data-help]")) button.removeAttribute("hidden");
  part("help").addEventListener("click", help);
  root.querySelector("[data-move=back]")?.addEventListener("click", () => move(-1));
  root.querySelector("[data-move=on]")?.addEventListener("click", () => move(1));
  root.querySelector("[data-undo]")?.addEventListener("click", undo);
  root.querySelector("[data-skip]")?.addEventListener("click", (event) => (event.preventDefault(), skip()));
  const box = /** @type {HTMLInputElement} */ (part("keys-on"));
  box.checked = keysOn();
  box.addEventListener("change", () => setKeys(box.checked));
  const keys = { a: () => press("a"), x: () => press("x"), e: () => open("e"), f: () => open("f"), u: undo, " ": skip };
  const rest = { j: () => move(1), k: () => move(-1), "?": help };
  const statuses = Object.fromEntries(["1", "2", "3", "4"].map((key) => [key, () => press(key)]));
  listen({ ...keys, ...rest, ...statuses });
  addEventListener("beforeunload", (event) => {
    if (saver.waiting) event.preventDefault();
  });
  ready();
}

begin();
