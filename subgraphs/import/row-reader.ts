/** Reads the cells of one row, and keeps why what cannot be read cannot. A column that the file lacks and an empty cell say nothing. */
import { comparable } from '../../base/comparable.ts';
import { listedWords, type EnumWords } from '../../base/enum-words.ts';
import { shownVillage } from './likely-villages.ts';
import { datesOf, isOfWoman, readNik } from '../data/nik.ts';
import { nearWords } from './near-words.ts';
import { readBirthDay, readDay, readMonth } from './read-day.ts';
import { readPhone } from './read-phone.ts';
import type { ImportReason, ReasonCode } from './reasons.ts';
import { nameOfVillage, type ReferenceVillage, type References } from './references.ts';

/** Cells by name of the column. */
export type Cells = Readonly<Record<string, string>>;

const SEXES = listedWords('Sex');
const MOST_TEXT = 200;
/** Errors of spreadsheets, in English and Indonesian Excel alike. */
const CELL_ERROR = /^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|CALC!)$/;
/** What a spreadsheet takes for a formula (CWE-1236): also behind what another office's spreadsheet takes for the end of a cell. */
const FORMULA = /(?:^|[;,])["' ]*[=+@-]/;
/** Marks that nobody sees, such as those that turn the direction of what follows. */
const UNSEEN = /[\p{Cc}\p{Cf}]+/gu;
/** `81234567890.0`, as programs write the numbers of a column that has gaps: the fraction is no digit of a NIK, a card or a telephone. */
const WITH_FRACTION = /^(['’`]?\+?\d{7,})[.,]0{1,2}$/;
/** What people write where they know nothing. */
const NOTHING = new Set(['', '-', '--', 'n/a', 'null', 'tidak ada']);

/** One row while it is judged. */
export class RowReader {
  readonly reasons: ImportReason[] = [];
  readonly #cells: Cells;
  readonly #references: References;

  constructor(cells: Cells, references: References) {
    this.#cells = cells;
    this.#references = references;
  }

  /** Keeps a reason. */
  refuse(code: ReasonCode, field: string, likely: readonly string[] = []): undefined {
    this.reasons.push({ code, field, likely });
  }

  /** @returns the cell's text with single blanks; undefined where it says nothing */
  text(field: string): string | undefined {
    const cell = this.#cells[field]
      ?.replaceAll(/[\s\u200b\ufeff]+/g, ' ')
      .replaceAll(UNSEEN, '')
      .trim();
    if (cell === undefined || NOTHING.has(cell.toLowerCase())) return undefined;
    if (CELL_ERROR.test(cell)) return this.refuse('CELL_ERROR', field);
    return cell.length > MOST_TEXT ? this.refuse('TEXT_LONG', field) : cell;
  }

  /** What people call themselves or a place: no text that a spreadsheet computes when it leaves in a file. */
  words(field: string): string | undefined {
    const text = this.text(field);
    return text !== undefined && FORMULA.test(text.normalize('NFKC')) ? this.refuse('TEXT_FORMULA', field) : text;
  }

  /** @returns what `read` makes of the cell, or a reason where that is nothing */
  #read<Value>(field: string, code: ReasonCode, read: (cell: string) => Value | undefined): Value | undefined {
    const cell = this.text(field);
    if (cell === undefined) return undefined;
    return read(cell) ?? this.refuse(code, field);
  }

  /** @returns what `read` makes of the digits of a cell, or a reason where that is nothing */
  #readDigits(field: string, code: ReasonCode, read: (cell: string) => string | undefined): string | undefined {
    return this.#read(field, code, (cell) => read(cell.replace(WITH_FRACTION, '$1')));
  }

  /** 16 digits that can be a NIK. */
  nik(field: string): string | undefined {
    const cell = this.text(field)?.replace(WITH_FRACTION, '$1');
    if (cell === undefined) return undefined;
    const { nik, reason } = readNik(cell);
    return nik ?? this.refuse(reason, field);
  }

  /** `YYYY-MM-DD`. */
  day(field: string): string | undefined {
    return this.#read(field, 'DATE_IMPOSSIBLE', readDay);
  }

  /** A date of birth, a place before it left out, that is not in the future and is the one in the NIK, where there is one. */
  birthDate(field: string, nik: string | undefined, today: string): string | undefined {
    const day = this.#read(field, 'DATE_IMPOSSIBLE', readBirthDay);
    if (day === undefined) return undefined;
    if (day > today) return this.refuse('DATE_FUTURE', field);
    if (nik !== undefined && !datesOf(nik).includes(day)) return this.refuse('BIRTH_DATE_DIFFERS', field);
    return day;
  }

  /** `YYYY-MM`. */
  month(field: string): string | undefined {
    return this.#read(field, 'MONTH_IMPOSSIBLE', readMonth);
  }

  /** A whole number; `10.0`, as spreadsheets write it, is one. */
  whole(field: string, from: number, to: number): number | undefined {
    return this.#read(field, 'NUMBER_RANGE', (cell) => {
      const number = /^\d{1,4}(?:[.,]0+)?$/.test(cell) ? Number.parseInt(cell, 10) : Number.NaN;
      return number >= from && number <= to ? number : undefined;
    });
  }

  /** A value of an enum, by its name or its description. */
  oneOf(field: string, { byWord, nothing }: EnumWords): string | undefined {
    const cell = this.text(field);
    if (cell === undefined || nothing.has(comparable(cell))) return undefined;
    return byWord.get(comparable(cell)) ?? this.refuse('VALUE_UNKNOWN', field, nearWords(cell, byWord));
  }

  /** Compares the sex with the one in the NIK, where there is one; it is not kept. */
  sex(field: string, nik: string | undefined): void {
    const sex = this.oneOf(field, SEXES);
    if (sex !== undefined && nik !== undefined && (sex === 'FEMALE') !== isOfWoman(nik))
      this.refuse('SEX_DIFFERS', field);
  }

  /** Values of an enum, separated by anything. */
  several(field: string, { values }: EnumWords): string[] | undefined {
    const cells = this.text(field)
      ?.toUpperCase()
      .split(/[^A-Z_]+/)
      .filter((word) => word !== '');
    if (cells === undefined) return undefined;
    return cells.every((cell) => values.includes(cell)) ? cells : this.refuse('VALUE_UNKNOWN', field);
  }

  /** A value of the enum `Occupation`: by its name or description, or by a word of the city's list. */
  occupation(field: string, words: EnumWords): string | undefined {
    const cell = this.text(field);
    if (cell === undefined) return undefined;
    const { occupations } = this.#references;
    const word = comparable(cell);
    const read = words.byWord.get(word) ?? occupations.get(word);
    return (
      read ?? this.refuse('OCCUPATION_UNKNOWN', field, nearWords(cell, new Map([...words.byWord, ...occupations])))
    );
  }

  /** A telephone number in one form, with the 0 of the country in front. */
  phone(field: string): string | undefined {
    return this.#readDigits(field, 'PHONE_FORM', readPhone);
  }

  /** Number of the insurance card, 11 digits. */
  kpj(field: string): string | undefined {
    return this.#readDigits(field, 'KPJ_FORM', (cell) => {
      const digits = cell.replace(/^['’`]/, '').replaceAll(/[\s.-]/g, '');
      return /^\d{11}$/.test(digits) ? digits : undefined;
    });
  }

  /** The key of a record. */
  id(field: string): string | undefined {
    return this.#read(field, 'ID_FORM', (cell) => (/^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$/.test(cell) ? cell : undefined));
  }

  /** A village of the city, by code or name; a name that several have needs the district beside it. */
  village(field: string, districtField: string): ReferenceVillage | undefined {
    const cell = this.text(field);
    if (cell === undefined) return undefined;
    const { villages } = this.#references;
    const digits = cell.replaceAll(/\D/g, '');
    if (digits.length === 10 && /^[\d.\s]+$/.test(cell)) {
      const code = digits.replace(/^(\d\d)(\d\d)(\d\d)(\d{4})$/, '$1.$2.$3.$4');
      return villages.byCode.get(code) ?? this.refuse('VILLAGE_UNKNOWN', field);
    }
    const named = villages.byName.get(nameOfVillage(cell)) ?? [];
    if (named.length === 0) return this.refuse('VILLAGE_UNKNOWN', field);
    const near = named.length === 1 ? named : named.filter((village) => this.#isIn(village, districtField));
    return near.length === 1 ? near[0] : this.refuse('VILLAGE_AMBIGUOUS', field, named.map(shownVillage));
  }

  #isIn({ district, districtName }: ReferenceVillage, field: string): boolean {
    const cell = comparable(this.#cells[field] ?? '').replace(/^(?:kecamatan|kec) /, '');
    return cell === comparable(districtName) || cell === comparable(district);
  }
}
