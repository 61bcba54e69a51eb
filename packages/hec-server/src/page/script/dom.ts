/** Building the page. Whatever was received goes in as text nodes alone: `append` never reads HTML. */
export const dom: string = String.raw`
const $ = (id) => document.getElementById(id);

/** An element with attributes and children; strings become text. */
function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === 'onclick') element.addEventListener('click', value);
    else if (value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

async function copy(text, button) {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'copied';
  } catch {
    button.textContent = 'not allowed here';
  }
  setTimeout(() => { button.textContent = label; }, 1200);
}

const whole = new Intl.NumberFormat('en');
const short = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

function size(bytes) {
  if (bytes < 1000) return bytes + ' B';
  if (bytes < 1e6) return short.format(bytes / 1e3) + ' kB';
  return bytes < 1e9 ? short.format(bytes / 1e6) + ' MB' : short.format(bytes / 1e9) + ' GB';
}

function clock(ms) {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return '?';
  const two = (n) => String(n).padStart(2, '0');
  return two(date.getHours()) + ':' + two(date.getMinutes()) + ':' + two(date.getSeconds()) + '.' + String(date.getMilliseconds()).padStart(3, '0');
}
`;
