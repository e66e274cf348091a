// A live refresh must take nothing from who is writing: neither what is being typed, nor a form on its way, nor the answer of a
// refused one, to which no address leads back. Only refreshes that nobody here asked for are guarded: a form's own answer replaces
// it as usual. What was asked for is remembered rather than the refreshes, because those may come one upon another.
let asked = false;
let unanswered = false;

addEventListener("turbo:submit-start", () => { asked = unanswered = true; });
addEventListener("turbo:before-fetch-response", (event) => {
  if (event.target instanceof HTMLFormElement) unanswered = !event.detail.fetchResponse.succeeded;
});
addEventListener("turbo:submit-end", (event) => { if (!event.detail.fetchResponse) asked = unanswered = false; });
addEventListener("turbo:click", () => { asked = true; unanswered = false; });
addEventListener("turbo:visit", (event) => { if (event.detail.action !== "replace") asked = true; });
addEventListener("turbo:render", () => { asked = false; });
addEventListener("turbo:load", () => { unanswered = false; });

addEventListener("turbo:before-visit", (event) => {
  if (unanswered && event.detail.url === document.baseURI) event.preventDefault();
});

addEventListener("turbo:before-morph-element", (event) => {
  if (!asked && event.target instanceof Element && isInUse(event.target)) event.preventDefault();
});

// What only this browser knows (an open menu, an open dialog) is not in the page the server sends.
addEventListener("turbo:before-morph-attribute", (event) => {
  if (event.detail.attributeName !== "open") return;
  const target = event.target;
  const unfolded = target instanceof HTMLDetailsElement && !target.matches(".more");
  const kept = !asked && (target instanceof HTMLDialogElement || target instanceof HTMLDetailsElement);
  if (unfolded || kept) event.preventDefault();
});

function isInUse(element: Element): boolean {
  if (element instanceof HTMLFormElement) {
    return [...element.elements].some(isDirty);
  }
  return isDirty(element);
}

function isDirty(element: Element): boolean {
  if (element instanceof HTMLInputElement) {
    if (element.type === "hidden") return false;
    return element.type === "checkbox" || element.type === "radio"
      ? element.checked !== element.defaultChecked
      : element.value !== element.defaultValue;
  }
  if (element instanceof HTMLTextAreaElement) return element.value !== element.defaultValue;
  if (!(element instanceof HTMLSelectElement)) return false;
  const options = [...element.options];
  const written = options.some((option) => option.defaultSelected);
  return options.some((option, index) =>
    option.selected !== (written || element.multiple ? option.defaultSelected : index === 0));
}
