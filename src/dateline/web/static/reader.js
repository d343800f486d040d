// Links the cards of events and the words of the report that say them, both ways.
// Without this file the links still work: they are anchors, and :target outlines where they lead.

const text = document.querySelector("[data-text]");
const pieces = [...text.querySelectorAll("[data-events]")];
const cards = new Map([...document.querySelectorAll("[data-event]")].map((card) => [card.dataset.event, card]));
let pinned = null;

/** The events that a piece of text belongs to, the one that a click leads to first. */
const eventsOf = (piece) => piece.dataset.events.split(" ");

/** Mark the words of one event by what they say of it, and its card; null takes all marks away. */
function light(id) {
  let before = null;
  for (const piece of pieces) {
    const at = id ? eventsOf(piece).indexOf(id) : -1;
    const role = at < 0 ? null : piece.dataset.roles.split(" ")[at];
    const goesOn = before && before.dataset.lit === role && sameSpan(before, piece);
    piece.toggleAttribute("data-goes-on", Boolean(role && goesOn));
    if (role) piece.dataset.lit = role;
    else delete piece.dataset.lit;
    before = piece;
  }
  text.classList.toggle("lit", Boolean(id));
  for (const [other, card] of cards) card.classList.toggle("lit", other === id);
}

/** Say whether nothing stands between two pieces: they then show one span that others cut. */
function sameSpan(one, two) {
  const range = document.createRange();
  range.setStartAfter(one);
  range.setEndBefore(two);
  return range.toString() === "";
}

/** Scroll the text, where it has its own scrolling, so that the trigger of an event is seen. */
function reveal(id) {
  const trigger = document.getElementById(`t-${id}`);
  if (!trigger) return;
  const pane = text.getBoundingClientRect();
  const words = trigger.getBoundingClientRect();
  const seen = [Math.max(pane.top, 0), Math.min(pane.bottom, innerHeight)];
  if (words.top < seen[0] || words.bottom > seen[1]) text.scrollBy({ top: words.top - seen[0] - (seen[1] - seen[0]) / 3 });
}

function pin(id) {
  for (const [other, card] of cards) card.classList.toggle("pinned", other === id);
  pinned = id;
  light(id);
  if (id) reveal(id);
}

/** Follow the address: #e-ID and #t-ID name an event by its card or by its words. */
function follow() {
  const id = /^#[et]-(.+)$/.exec(location.hash)?.[1];
  pin(cards.has(id) ? id : null);
}

function nameOf(target) {
  const card = target.closest?.("[data-event]");
  if (card) return card.dataset.event;
  const piece = target.closest?.("[data-events]");
  if (!piece) return null;
  const ids = eventsOf(piece);
  return ids.includes(pinned) ? pinned : ids[0];
}

document.documentElement.classList.add("js");
document.addEventListener("mouseover", (event) => light(nameOf(event.target) ?? pinned));
document.addEventListener("focusin", (event) => {
  const id = nameOf(event.target);
  light(id ?? pinned);
  if (id && cards.get(id).contains(event.target)) reveal(id);
});
document.addEventListener("focusout", () => light(pinned));

text.addEventListener("click", (event) => {
  const piece = event.target.closest("a[data-events]");
  if (!piece || event.ctrlKey || event.metaKey || event.shiftKey) return;
  // words that several events share lead to each of them in turn
  const ids = [...new Set(eventsOf(piece))];
  const next = ids[(ids.indexOf(pinned) + 1) % ids.length];
  if (next === ids[0]) return;
  event.preventDefault();
  location.hash = `e-${next}`;
});

for (const [id, card] of cards) {
  card.addEventListener("click", (event) => {
    if (event.target.closest("a, summary, details") || !getSelection().isCollapsed) return;
    history.replaceState(null, "", `#e-${id}`);
    pin(id);
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !pinned) return;
  history.replaceState(null, "", location.pathname);
  pin(null);
});

addEventListener("hashchange", follow);
follow();
