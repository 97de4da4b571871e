(() => {
  const box = document.querySelector('.search'), input = box.querySelector('input'), count = box.querySelector('output');
  const entries = [...document.querySelectorAll('[data-entry]')];
  const sections = [...document.querySelectorAll('main section')];
  box.hidden = false;
  input.addEventListener('input', () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const entry of entries) {
      const text = entry.textContent.toLowerCase();
      entry.hidden = !words.every(word => text.includes(word));
      found += entry.hidden ? 0 : 1;
    }
    for (const section of sections) {
      section.hidden = words.length > 0 && !section.querySelector('[data-entry]:not([hidden])');
    }
    count.textContent = words.length ? found + (found === 1 ? ' entry' : ' entries') : '';
  });
  addEventListener('keydown', event => {
    if (event.key === '/' && document.activeElement !== input) { event.preventDefault(); input.focus(); }
    if (event.key === 'Escape' && document.activeElement === input) {
      input.value = ''; input.dispatchEvent(new Event('input')); input.blur();
    }
  });
  addEventListener('beforeprint', () => document.querySelectorAll('details').forEach(details => { details.open = true; }));
})();
