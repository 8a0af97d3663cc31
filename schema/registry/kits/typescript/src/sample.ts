/** Forty made-up people: no NIK of them was ever issued, since there is no province 00. */
import { intake } from './persons.js';
import type { StoredRecord } from './records.js';
import type { Keys } from './options.js';

const NAMES = [
  'Siti Aminah',
  'Budi Santoso',
  'Dewi Lestari',
  'Agus Wibowo',
  'Rina Marlina',
  'Joko Susilo',
  'Ani Yuliani',
  'Hasan Basri',
];

/** Codes of districts of Kota Bekasi; 32.75.03 has a single person, so its count is hidden by the noise. */
const DISTRICTS = [...Array<string>(23).fill('32.75.01'), ...Array<string>(16).fill('32.75.02'), '32.75.03'];

export function sampleRecords(keys: Keys): StoredRecord[] {
  const own = intake(keys, 'KIT_OWNER');
  const another = intake(keys, 'ANOTHER_AGENCY');
  return DISTRICTS.map((district, at) =>
    (at % 10 === 9 ? another : own)({
      nik: `00${String(at).padStart(14, '0')}`,
      name: NAMES[at % NAMES.length]!,
      district,
      from: '2025-01-15',
    }),
  );
}
