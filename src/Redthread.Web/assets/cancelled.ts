// A page that re-reads itself when a form is sent gives the reading up for the form: that is no failure, so nobody is told of one.
addEventListener("unhandledrejection", (event) => {
  if (event.reason instanceof DOMException && event.reason.name === "AbortError") event.preventDefault();
});
