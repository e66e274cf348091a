import * as Turbo from "@hotwired/turbo";

/**
 * Follows what the server says has changed and re-reads the page.
 * A browser allows few connections to one host, so all its tabs share the one held by whichever tab got the lock.
 */
class Live extends HTMLElement {
  static observedAttributes = ["src"];
  private channel?: BroadcastChannel;
  private source?: EventSource;
  private leave?: () => void;
  private abort?: AbortController;

  connectedCallback(): void {
    const src = this.getAttribute("src");
    if (!src || this.channel) return;
    this.channel = new BroadcastChannel(`redthread ${src}`);
    this.channel.addEventListener("message", (event) => this.hear(String(event.data)));
    this.lead(src);
  }

  disconnectedCallback(): void {
    this.abort?.abort();
    this.leave?.();
    this.source?.close();
    this.channel?.close();
    this.channel = this.source = this.leave = this.abort = undefined;
  }

  attributeChangedCallback(_name: string, before: string | null): void {
    if (before === null || !this.isConnected) return;
    this.disconnectedCallback();
    this.connectedCallback();
  }

  private lead(src: string): void {
    // Locks exist only in secure contexts; over plain http each tab listens for itself.
    if (!("locks" in navigator)) {
      this.listen(src, false);
      return;
    }
    this.abort = new AbortController();
    const held = () => new Promise<void>((resolve) => {
      this.leave = resolve;
      this.listen(src, true);
    });
    navigator.locks.request(`redthread ${src}`, { signal: this.abort.signal }, held).catch(() => undefined);
  }

  private listen(src: string, share: boolean): void {
    this.source = new EventSource(src);
    const pass = (event: MessageEvent<string>) => {
      this.hear(event.data);
      if (share) this.channel?.postMessage(event.data);
    };
    this.source.addEventListener("message", pass);
    this.source.addEventListener("changed", pass);
  }

  /** The data is either a ready turbo-stream or only the id of the request that made the change. */
  private hear(data: string): void {
    if (data === "ready") return;
    if (data.includes("<turbo-stream")) {
      Turbo.renderStreamMessage(data);
      return;
    }
    const stream = document.createElement("turbo-stream");
    stream.setAttribute("action", "refresh");
    if (data.trim()) stream.setAttribute("request-id", data.trim());
    document.body.append(stream);
  }
}

customElements.define("rt-live", Live);
