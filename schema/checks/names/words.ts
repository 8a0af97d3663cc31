/** Words of names and descriptions, whole: `nama` is in `namaPekerja` and not in `pertanaman`. */

/** @returns the words of a name in camelCase, PascalCase, snake_case or CAPITALS, small: `tglLahir`, `TGL_LAHIR` -> tgl, lahir */
export function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase().replace(/\d+$/, ''));
}

/** @returns a description as words between spaces, without what stands in backticks: that is about the graph */
export function proseOf(description: string): string {
  return ` ${description
    .replaceAll(/`[^`]*`/g, ' ')
    .split(/[^\p{L}\d]+/u)
    .join(' ')
    .toLowerCase()} `;
}
