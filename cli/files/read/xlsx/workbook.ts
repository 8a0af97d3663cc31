/** A workbook: which sheets it has, how its numbers are shown, and the texts that its cells share. */
import { tableFileFault } from '../errors.ts';
import { openArchive, type Archive } from './archive.ts';
import { numberForm, type NumberForm } from './cell-text.ts';
import { sharedTexts, type SharedTexts } from './shared-texts.ts';
import { readXml } from './xml-events.ts';

/** One sheet of a workbook. */
export interface Sheet {
  readonly name: string;
  readonly visible: boolean;
  /** Name of its part. */
  readonly part: string;
}

/** An open workbook. */
export interface Workbook {
  readonly archive: Archive;
  readonly sheets: readonly Sheet[];
  readonly texts: SharedTexts;
  /** Forms of numbers by the number of a style. */
  readonly forms: readonly NumberForm[];
  readonly days1904: boolean;
  readonly close: () => void;
}

/** Programs in a workbook: of today's Excel, and of the Excel of 1992, which runs them still. */
const MACROS = /(?:^|\/)(?:vbaProject\.bin|macrosheets\/)/i;

/** @throws CodedError FILE_BROKEN, FILE_BOMB, FILE_MACROS, FILE_NO_TABLE */
export async function openWorkbook(path: string): Promise<Workbook> {
  const archive = await openArchive(path);
  try {
    refuseOthers(archive.names);
    const types = await textOf(archive, '[Content_Types].xml');
    if (/macroEnabled/i.test(types))
      throw tableFileFault('FILE_MACROS', 'expected .xlsx without programs in it, got a workbook with macros');
    const main = await mainPart(archive);
    const folder = main.slice(0, main.lastIndexOf('/') + 1);
    const targets = await relationsOf(archive, `${folder}_rels/${main.slice(folder.length)}.rels`, folder);
    const { sheets, days1904 } = await sheetsOf(archive, main, targets);
    const partOf = (ending: string): string =>
      [...targets.values()].find(({ type }) => type.endsWith(ending))?.part ?? '';
    return {
      archive,
      sheets,
      days1904,
      forms: await formsOf(archive, partOf('/styles')),
      texts: await sharedTexts(archive.read(partOf('/sharedStrings'))),
      close: () => archive.close(),
    };
  } catch (thrown) {
    archive.close();
    throw thrown;
  }
}

function refuseOthers(names: readonly string[]): void {
  if (names.some((name) => MACROS.test(name)))
    throw tableFileFault('FILE_MACROS', 'expected .xlsx without programs in it, got a workbook with macros');
  if (names.includes('xl/workbook.bin'))
    throw tableFileFault('FILE_NO_TABLE', 'expected .xlsx, got a binary workbook (.xlsb)');
  if (!names.includes('[Content_Types].xml'))
    throw tableFileFault(
      'FILE_NO_TABLE',
      `expected .xlsx, got ${names.includes('mimetype') ? 'a file of LibreOffice (.ods)' : 'an archive with files in it'}`,
    );
}

/** A small part as a whole; XML is ASCII where it matters here. */
async function textOf(archive: Archive, name: string): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of archive.read(name)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

interface Relation {
  readonly part: string;
  readonly type: string;
}

/** @param folder of the part that the relations are of */
async function relationsOf(archive: Archive, name: string, folder: string): Promise<Map<string, Relation>> {
  const relations = new Map<string, Relation>();
  await readXml(archive.read(name), {
    open: (tag, { Id = '', Target = '', Type = '', TargetMode }) => {
      if (tag !== 'Relationship' || TargetMode === 'External') return;
      const path = new URL(Target, `part:///${folder}`).pathname.slice(1);
      relations.set(Id, { part: decodeURIComponent(path), type: Type });
    },
  });
  return relations;
}

async function mainPart(archive: Archive): Promise<string> {
  const relations = await relationsOf(archive, '_rels/.rels', '');
  const main = [...relations.values()].find(({ type }) => type.endsWith('/officeDocument'))?.part;
  if (main === undefined || !archive.names.includes(main))
    throw tableFileFault('FILE_NO_TABLE', 'expected .xlsx, got an archive without a workbook');
  return main;
}

async function sheetsOf(
  archive: Archive,
  main: string,
  targets: ReadonlyMap<string, Relation>,
): Promise<{ sheets: Sheet[]; days1904: boolean }> {
  const sheets: Sheet[] = [];
  let days1904 = false;
  await readXml(archive.read(main), {
    open: (tag, attributes) => {
      if (tag === 'workbookPr') days1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
      if (tag !== 'sheet') return;
      const id = Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1] ?? '';
      const relation = targets.get(id);
      // A sheet that is a chart has no cells.
      if (relation?.type.endsWith('/worksheet'))
        sheets.push({
          name: attributes['name'] ?? '',
          visible: (attributes['state'] ?? 'visible') === 'visible',
          part: relation.part,
        });
    },
  });
  return { sheets, days1904 };
}

async function formsOf(archive: Archive, name: string): Promise<NumberForm[]> {
  const codes = new Map<number, string>();
  const forms: NumberForm[] = [];
  let inCells = false;
  await readXml(archive.read(name), {
    open: (tag, attributes) => {
      if (tag === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      else if (tag === 'cellXfs') inCells = true;
      else if (tag === 'xf' && inCells) {
        const id = Number(attributes['numFmtId'] ?? 0);
        forms.push(numberForm(id, codes.get(id)));
      }
    },
    close: (tag) => {
      if (tag === 'cellXfs') inCells = false;
    },
  });
  return forms;
}
