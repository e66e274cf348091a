import * as Turbo from "@hotwired/turbo";

// Opening a panel or choosing a filter changes only the query: the page is morphed in place, so that scroll,
// focus and the reader's sense of place survive, while Back still leads through every view.
let from = location.pathname;
let samePage = false;

addEventListener("turbo:visit", (event) => {
  const { url, action } = event.detail;
  const target = new URL(url);
  samePage = action === "advance" && target.pathname === from && target.hash === "";
  if (samePage) {
    const visit = (Turbo.navigator as unknown as { currentVisit?: { scrolled: boolean } }).currentVisit;
    if (visit) visit.scrolled = true;
  }
});

addEventListener("turbo:before-render", (event) => {
  if (!samePage) return;
  const focused = document.activeElement?.id;
  event.detail.render = (current, next) => {
    Turbo.morphBodyElements(current, next);
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  };
});

addEventListener("turbo:load", () => {
  from = location.pathname;
  samePage = false;
});
