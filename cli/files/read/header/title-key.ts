/** @returns a title in the form by which titles are compared: letters and digits alone, in lower case, without what stands in brackets */
export function titleKey(title: string): string {
  const bare = title.replace(/\([^)]*\)|\[[^\]]*\]/g, '');
  return bare
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
