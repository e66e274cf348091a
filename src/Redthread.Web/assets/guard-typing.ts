// A live refresh must not empty what someone is typing, nor remove the errors of a form shown again.
// Only refreshes that nobody here asked for are guarded: a form's own answer replaces it as usual.
let refreshing = false;

addEventListener("turbo:before-stream-render", (event) => {
  const stream = event.target as Element | null;
  if (stream?.getAttribute("action") === "refresh") refreshing = true;
});
addEventListener("turbo:submit-start", () => { refreshing = false; });
addEventListener("turbo:click", () => { refreshing = false; });
addEventListener("turbo:render", () => { refreshing = false; });

addEventListener("turbo:before-morph-element", (event) => {
  if (refreshing && event.target instanceof Element && isInUse(event.target)) event.preventDefault();
});

// What only this browser knows (an open menu, an open dialog) is not in the page the server sends.
addEventListener("turbo:before-morph-attribute", (event) => {
  if (event.detail.attributeName !== "open") return;
  const target = event.target;
  const unfolded = target instanceof HTMLDetailsElement && !target.matches(".more");
  const asked = refreshing && (target instanceof HTMLDialogElement || target instanceof HTMLDetailsElement);
  if (unfolded || asked) event.preventDefault();
});

function isInUse(element: Element): boolean {
  if (element instanceof HTMLFormElement) {
    return element.querySelector("[aria-invalid=true]") !== null || [...element.elements].some(isDirty);
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
