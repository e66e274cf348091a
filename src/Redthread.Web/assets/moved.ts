// Who moves a line up or down by keyboard moves it again: after the page has come back, the same button has the focus,
// or the one beside it where the line has reached the end.
let pressed: { action: string; name: string; value: string } | null = null;

addEventListener("turbo:submit-start", (event) => {
  const { formSubmission } = (event as CustomEvent<{ formSubmission: { submitter?: HTMLElement; formElement: HTMLFormElement } }>).detail;
  const button = formSubmission.submitter;
  pressed = button instanceof HTMLButtonElement && formSubmission.formElement.matches("form.move, form.atlas-move")
    ? { action: formSubmission.formElement.getAttribute("action") ?? "", name: button.name, value: button.value }
    : null;
});

addEventListener("turbo:load", () => {
  if (!pressed) return;
  const { action, name, value } = pressed;
  pressed = null;
  const form = [...document.querySelectorAll<HTMLFormElement>("form.move, form.atlas-move")].find((one) => one.getAttribute("action") === action);
  const buttons = [...(form?.querySelectorAll<HTMLButtonElement>("button") ?? [])];
  const again = buttons.find((button) => button.name === name && button.value === value && !button.disabled) ?? buttons.find((button) => !button.disabled);
  again?.focus({ preventScroll: true });
  again?.scrollIntoView({ block: "nearest" });
});
