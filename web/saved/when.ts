import { useIntl } from 'react-intl';

/** @returns what writes a moment, ISO 8601, on the city's clock: `28 November 2026 pukul 07.45` */
export function useMoment(): (at: string) => string {
  const { formatDate } = useIntl();
  return (at) => formatDate(at, { dateStyle: 'long', timeStyle: 'short', timeZone: 'Asia/Jakarta' });
}
