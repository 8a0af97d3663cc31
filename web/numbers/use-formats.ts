import { useIntl } from 'react-intl';
import { formatsOf, type Formats } from './formats.ts';

/** How the reader's language writes numbers. */
export const useFormats = (): Formats => formatsOf(useIntl().locale);
