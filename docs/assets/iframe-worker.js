// Search without a server. A page that was opened as a file may start no worker; there, a hidden frame
// runs the same script in its place, and messages go to and fro as they would with a worker.
if (location.protocol === "file:") {
  window.IFrameWorker = class extends EventTarget {
    constructor(url) {
      super();
      this.url = new URL(url, document.baseURI).href;
      this.onmessage = null;
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      this.frame.title = "search";
      document.documentElement.appendChild(this.frame);
      const inside = this.frame.contentWindow, owner = this;
      inside.postMessage = (data) => owner.told(data);
      inside.importScripts = (...urls) => urls.reduce((done, one) => done.then(() => owner.load(one)), Promise.resolve());
      this.ready = this.load(this.url);
    }
    load(url) {
      const page = this.frame.contentDocument, script = page.createElement("script");
      script.src = url;
      return new Promise((done, failed) => {
        script.onload = () => done();
        script.onerror = () => failed(new Error(`cannot load ${url}`));
        page.head.appendChild(script);
      });
    }
    told(data) {
      const event = new MessageEvent("message", { data });
      this.dispatchEvent(event);
      if (this.onmessage) this.onmessage(event);
    }
    postMessage(data) {
      this.ready.then(() => this.frame.contentWindow.dispatchEvent(new MessageEvent("message", { data })));
    }
    terminate() {
      this.frame.remove();
    }
  };
  window.Worker = window.IFrameWorker;
}
