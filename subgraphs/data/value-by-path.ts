/** @param path as MongoDB writes it: `record.at` @returns undefined where there is none; no list is looked into */
export const valueByPath = (row: object, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown> | null | undefined)?.[name], row);
