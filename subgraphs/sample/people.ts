/** Made-up people. Their NIK carry the serial 0000, which is never issued, so none can be of a real person. */
import type { Random } from './random.ts';

/** An invented person: a NIK of 16 digits and the birth date that it states, `YYYY-MM-DD`. */
export interface SampleIdentity {
  readonly name: string;
  readonly nik: string;
  readonly birthDate: string;
}

const FIRST = [
  'Agus',
  'Ahmad',
  'Andi',
  'Asep',
  'Bambang',
  'Budi',
  'Dadan',
  'Dedi',
  'Deni',
  'Didin',
  'Eko',
  'Endang',
  'Fajar',
  'Hendra',
  'Heri',
  'Iwan',
  'Jajang',
  'Joko',
  'Kusnadi',
  'Mulyadi',
  'Nana',
  'Rudi',
  'Slamet',
  'Sugeng',
  'Suparman',
  'Tatang',
  'Udin',
  'Wahyu',
  'Yanto',
  'Yusuf',
  'Aminah',
  'Dewi',
  'Dian',
  'Eni',
  'Fitri',
  'Ida',
  'Kartini',
  'Lilis',
  'Maryam',
  'Neneng',
  'Nurhayati',
  'Ratna',
  'Rina',
  'Siti',
  'Sri',
  'Sumiati',
  'Tati',
  'Wati',
  'Yanti',
  'Yuli',
];
const LAST = [
  'Abdullah',
  'Anwar',
  'Firmansyah',
  'Gunawan',
  'Hakim',
  'Halim',
  'Handayani',
  'Hartono',
  'Hidayat',
  'Irawan',
  'Iskandar',
  'Kurniawan',
  'Lestari',
  'Maulana',
  'Mulyana',
  'Nugraha',
  'Nugroho',
  'Permana',
  'Prasetyo',
  'Pratama',
  'Purnomo',
  'Rahayu',
  'Rahman',
  'Ramadhan',
  'Rohman',
  'Saputra',
  'Sari',
  'Setiawan',
  'Siregar',
  'Sitorus',
  'Suharto',
  'Suherman',
  'Supriyadi',
  'Suryana',
  'Susanti',
  'Sutisna',
  'Utami',
  'Wibowo',
  'Widodo',
  'Wijaya',
  'Yulianti',
  'Yusup',
  'Zaelani',
  'Zulkarnaen',
];
/** Districts of first registration, anywhere: where a person lives now does not follow from it. */
const REGISTERED = [
  '3275',
  '3216',
  '3172',
  '3175',
  '3201',
  '3276',
  '3671',
  '3215',
  '3213',
  '3208',
  '3302',
  '3329',
  '3374',
  '3578',
  '1271',
  '1871',
];

/** @param used NIK assigned so far; the new one is added @returns a person whose NIK nobody has */
export function identity(random: Random, used: Set<string>): SampleIdentity {
  const woman = random.next() < 0.38;
  const name = `${random.pick(woman ? FIRST.slice(30) : FIRST.slice(0, 30))} ${random.pick(LAST)}`;
  for (;;) {
    const birthDate = dayBetween(random, '1962-01-01', '2006-12-31');
    const [year, month, day] = birthDate.split('-') as [string, string, string];
    const place = `${random.pick(REGISTERED)}${String(random.whole(1, 24)).padStart(2, '0')}`;
    const nik = `${place}${String(Number(day) + (woman ? 40 : 0)).padStart(2, '0')}${month}${year.slice(2)}0000`;
    if (used.has(nik)) continue;
    used.add(nik);
    return { name, nik, birthDate };
  }
}

/** @returns a day between two, both included, `YYYY-MM-DD` */
export function dayBetween(random: Random, from: string, to: string): string {
  const [low, high] = [Date.parse(from) / 86_400_000, Date.parse(to) / 86_400_000];
  return new Date(random.whole(low, high) * 86_400_000).toISOString().slice(0, 10);
}

/** @returns 11 digits */
export const cardNumber = (random: Random): string => `25${String(random.whole(0, 999_999_999)).padStart(9, '0')}`;

/** @param used numbers assigned so far; the card's is added @returns the record, its card number the next that nobody has */
export function withOwnCard<Insured extends { readonly membership: { kpj: string } | null }>(
  record: Insured,
  used: Set<string>,
): Insured {
  const { membership } = record;
  if (membership === null) return record;
  while (used.has(membership.kpj)) membership.kpj = String(Number(membership.kpj) + 1);
  used.add(membership.kpj);
  return record;
}

/** @returns a number no mobile phone has: 0800 is the prefix of toll-free lines */
export const phoneNumber = (random: Random): string => `080000${String(random.whole(0, 999_999)).padStart(6, '0')}`;

/** @returns the name with two neighbouring letters swapped */
export function misspelt(name: string, random: Random): string {
  const at = random.whole(1, Math.max(1, name.length - 3));
  return name.slice(0, at) + name.charAt(at + 1) + name.charAt(at) + name.slice(at + 2);
}
