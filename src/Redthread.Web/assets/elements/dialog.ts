/** Shows its dialog as a modal when anything with data-dialog="its id" is pressed. */
class DialogOpener extends HTMLElement {
  private readonly press = (event: MouseEvent) => {
    const dialog = this.querySelector("dialog");
    const opener = (event.target as Element).closest<HTMLElement>("[data-dialog]");
    if (!dialog || !opener || opener.dataset.dialog !== dialog.id) return;
    event.preventDefault();
    if (!dialog.open) dialog.showModal();
  };

  private readonly pressOutside = (event: MouseEvent) => {
    if (event.target instanceof HTMLDialogElement) event.target.close();
  };

  connectedCallback(): void {
    document.addEventListener("click", this.press);
    this.addEventListener("click", this.pressOutside);
    const dialog = this.querySelector("dialog");
    if (dialog?.open) {
      dialog.close();
      dialog.showModal();
    }
  }

  disconnectedCallback(): void {
    document.removeEventListener("click", this.press);
    this.removeEventListener("click", this.pressOutside);
  }
}

customElements.define("rt-dialog", DialogOpener);
