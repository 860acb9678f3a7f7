// Keeps the page of a running job up to date; without it the link "Look again" does the same.
(() => {
  "use strict";
  const box = document.querySelector("[data-progress]");
  if (!box) return;
  const bar = box.querySelector("progress");
  const part = (name) => box.querySelector(`[data-${name}]`);
  const write = (name, text) => {
    const place = part(name);
    if (place && place.textContent !== text) place.textContent = text;
  };
  let pause = 1500;

  const look = async () => {
    try {
      const answer = await fetch(box.dataset.progress, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      const now = await answer.json();
      if (now.state !== box.dataset.state || !now.moving) {
        window.location.reload();
        return;
      }
      if (now.percent === null) bar.removeAttribute("value");
      else bar.value = now.percent;
      write("text", now.text);
      write("hint", now.hint);
      pause = 1500;
    } catch {
      pause = Math.min(pause * 2, 30000);
    }
    window.setTimeout(look, pause);
  };
  window.setTimeout(look, pause);
})();
