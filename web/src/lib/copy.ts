// What is copied is exact: "2866 万" on the screen is 28660000 on the clipboard; a table's cells
// come as tab-separated lines that a workbook takes.
export function exact_text(fragment: DocumentFragment): string {
  fragment.querySelectorAll('[data-exact]').forEach((element) => {
    element.textContent = element.getAttribute('data-exact');
  });
  fragment.querySelectorAll('.no-copy').forEach((element) => element.remove());
  const rows = fragment.querySelectorAll('tr');
  if (rows.length === 0) return fragment.textContent ?? '';
  return Array.from(rows)
    .map((row) =>
      Array.from(row.querySelectorAll('th,td'))
        .map((cell) => (cell.textContent ?? '').replace(/\s+/g, ' ').trim())
        .join('\t'),
    )
    .join('\n');
}

export function watch_copy(): void {
  document.addEventListener('copy', (event) => {
    const selection = document.getSelection();
    const target = event.target as HTMLElement | null;
    if (!selection || selection.isCollapsed || !event.clipboardData) return;
    if (target && /^(input|textarea)$/i.test(target.tagName)) return;
    const fragment = selection.getRangeAt(0).cloneContents();
    if (!fragment.querySelector('[data-exact], tr')) return;
    event.clipboardData.setData('text/plain', exact_text(fragment));
    event.preventDefault();
  });
}

export async function copy_text(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    document.body.appendChild(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}

export function save_text(name: string, text: string, type = 'text/csv;charset=utf-8'): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(['\ufeff' + text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// A cell that a workbook would take for a formula gets an apostrophe.
export function csv(rows: (string | number | null)[][]): string {
  const cell = (value: string | number | null): string => {
    let text = value === null ? '' : String(value);
    if (/^[=+\-@\t\r＝＋－＠]/.test(text) && !/^-?\d+(\.\d+)?%?$/.test(text)) text = "'" + text;
    return /[",\n\r]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  };
  return rows.map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}
