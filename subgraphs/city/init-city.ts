/** A folder of a city's files to begin with: those of Kota Bekasi, which are also the sample's. */
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cityFault } from './errors.ts';

/** The files of Kota Bekasi. */
export const KOTA_BEKASI = fileURLToPath(new URL('kota-bekasi', import.meta.url));

/** Copies the files into a folder that is empty or not there yet. @returns their names @throws CodedError CITY_FOLDER */
export function initCity(folder: string): string[] {
  try {
    if (existsSync(folder) && readdirSync(folder).length > 0) throw cityFault('CITY_FOLDER', `${folder} is not empty`);
    cpSync(KOTA_BEKASI, folder, { recursive: true });
    return readdirSync(folder);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    throw code === 'CITY_FOLDER' ? thrown : cityFault('CITY_FOLDER', `${folder} (${String(code)})`);
  }
}
