type Similar = { name: string; title: string; address: string };

const pause = 400;
const shortest = 12;

/** While a statement is typed, shows what is there and says nearly the same; what was shown is not asked about again on sending. */
class SimilarTexts extends HTMLElement {
  private timer = 0;
  private asked = "";

  private readonly type = (event: Event): void => {
    const name = (event.target as HTMLInputElement).name;
    if (name !== "title" && name !== "detail") return;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), pause);
  };

  connectedCallback(): void {
    this.closest("form")?.addEventListener("input", this.type);
  }

  disconnectedCallback(): void {
    window.clearTimeout(this.timer);
    this.closest("form")?.removeEventListener("input", this.type);
  }

  private value(name: string): string {
    return this.closest("form")?.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[name=${name}]`)?.value.trim() ?? "";
  }

  private async ask(): Promise<void> {
    const text = this.value("title");
    const query = new URLSearchParams({ kind: this.getAttribute("kind") ?? "", text, detail: this.value("detail").slice(0, 600) }).toString();
    if (query === this.asked) return;
    this.asked = query;
    if (text.length < shortest) return this.show([]);
    const answer = await fetch(`/api/similar?${query}`).catch(() => null);
    // A slow answer may come after a later question.
    if (answer?.ok && this.asked === query) this.show((await answer.json()) as Similar[]);
  }

  private show(found: Similar[]): void {
    const place = this.querySelector("[role=status]")!;
    place.replaceChildren();
    const seen = this.querySelector<HTMLInputElement>("[name=seen]")!;
    seen.value = found.map((one) => one.name).join(" ");
    if (found.length === 0) return;
    const head = document.createElement("p");
    head.textContent = "Looks like";
    const list = document.createElement("ul");
    list.className = "plain";
    for (const one of found) {
      const link = document.createElement("a");
      const code = document.createElement("code");
      code.textContent = one.name;
      link.href = one.address;
      link.append(code, ` ${one.title}`);
      const item = document.createElement("li");
      item.append(link);
      list.append(item);
    }
    place.append(head, list);
  }
}

customElements.define("rt-similar", SimilarTexts);
