// The answer to a refused form says why at the top of the page, which may be far above the button that was pressed.
let refused = false;

addEventListener("turbo:before-fetch-response", (event) => {
  if (event.target instanceof HTMLFormElement) refused = event.detail.fetchResponse.clientError;
});

addEventListener("turbo:render", () => {
  if (!refused) return;
  refused = false;
  document.querySelector<HTMLElement>("main [role=alert]")?.focus();
});
