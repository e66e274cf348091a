// The address of a link in a drawing (SVG) is no text, at which Turbo stumbles; the browser follows it by itself.
addEventListener(
  "click",
  (event) => {
    if (event.target instanceof Element && event.target.closest("svg a[href]")) event.stopImmediatePropagation();
  },
  true,
);
