/** @param city its name, where the gateway states it @returns the programme as the page and its files name it */
export const programmeIn = (city: string | undefined): string => (city === undefined ? 'SIGAP' : `SIGAP ${city}`);
