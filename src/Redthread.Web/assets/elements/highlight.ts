/**
 * Brings words selected in the notes, or in the field they are written in, into the form of a new highlight. Its button
 * is shown only where this runs; without it the words are pasted into the form.
 */
class HighlightSelection extends HTMLElement {
  private readonly onClick = (event: Event) => {
    if ((event.target as Element).closest("button[data-highlight]")) this.take();
  };

  // A press on the button must not lose the selection that it is about.
  private readonly onPointerDown = (event: Event) => {
    if ((event.target as Element).closest("button[data-highlight]")) event.preventDefault();
  };

  private readonly onKey = (event: KeyboardEvent) => {
    // Where Alt writes another letter, as on a Mac, the key itself tells.
    if (!event.altKey || event.ctrlKey || event.metaKey || (event.key.toLowerCase() !== "h" && event.code !== "KeyH")) return;
    event.preventDefault();
    this.take();
  };

  connectedCallback(): void {
    this.addEventListener("click", this.onClick);
    this.addEventListener("pointerdown", this.onPointerDown);
    // Words selected by caret browsing have no focus: their keys are the page's.
    document.addEventListener("keydown", this.onKey);
  }

  disconnectedCallback(): void {
    this.removeEventListener("click", this.onClick);
    this.removeEventListener("pointerdown", this.onPointerDown);
    document.removeEventListener("keydown", this.onKey);
  }

  private take(): void {
    const { words, position } = this.selected();
    const fold = this.querySelector<HTMLDetailsElement>("#new-highlight");
    const quotation = this.querySelector<HTMLTextAreaElement>("#highlight-quotation");
    if (!fold || !quotation) return;
    if (!words) {
      this.say("Nothing is selected in the notes");
      return;
    }
    fold.open = true;
    quotation.value = words;
    const place = fold.querySelector<HTMLInputElement>("[data-position]");
    if (place) place.value = String(position);
    fold.querySelector<HTMLSelectElement>("#highlight-stage")?.focus();
    this.say("Quotation taken over: say which stage it speaks of");
  }

  private say(message: string): void {
    const region = document.getElementById("announcements");
    if (region) region.textContent = message;
  }

  private selected(): { words: string; position: number } {
    const field = this.querySelector<HTMLTextAreaElement>("#notes-text");
    const selection = getSelection();
    const shown = this.querySelector("[data-notes]");
    if (selection && !selection.isCollapsed && shown?.contains(selection.anchorNode) && shown.contains(selection.focusNode)) {
      const before = document.createRange();
      before.selectNodeContents(shown);
      before.setEnd(selection.getRangeAt(0).startContainer, selection.getRangeAt(0).startOffset);
      // What a term means stands beside it unseen, and is no part of the notes.
      const read = before.cloneContents();
      for (const card of read.querySelectorAll(".term-card")) card.remove();
      return { words: selection.toString().trim(), position: (read.textContent ?? "").trimStart().length };
    }
    if (field && field.selectionStart !== field.selectionEnd) {
      return { words: field.value.slice(field.selectionStart, field.selectionEnd).trim(), position: field.selectionStart };
    }
    return { words: "", position: 0 };
  }
}

customElements.define("rt-highlight", HighlightSelection);
