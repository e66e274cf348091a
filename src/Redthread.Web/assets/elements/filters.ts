/** Sends its GET form as soon as a choice is made, leaving out what was not chosen so that addresses stay short. */
class Filters extends HTMLElement {
  private readonly choose = (event: Event) => {
    const form = (event.target as Element).closest("form");
    form?.requestSubmit(form.querySelector<HTMLButtonElement>("button[type=submit], button:not([type])"));
  };

  private readonly shorten = (event: FormDataEvent) => {
    for (const [name, value] of [...event.formData.entries()]) {
      if (value === "") event.formData.delete(name);
    }
  };

  connectedCallback(): void {
    this.addEventListener("change", this.choose);
    this.addEventListener("formdata", this.shorten, { capture: true });
  }

  disconnectedCallback(): void {
    this.removeEventListener("change", this.choose);
    this.removeEventListener("formdata", this.shorten, { capture: true });
  }
}

customElements.define("rt-filters", Filters);
