import { dataFolder } from '../base/data-folder.ts';
import { storeAddress } from '../base/store-address.ts';
import { subgraphFault } from './errors.ts';

/** @returns the URI that a store running beside this program has written down @throws CodedError DATABASE_UNREACHABLE */
export function storeHere(): string {
  const uri = storeAddress(dataFolder()) ?? storeAddress('.data/store');
  if (uri === undefined)
    throw subgraphFault(
      'DATABASE_UNREACHABLE',
      'expected MONGODB_URI or a store that runs here (npm start, npm run store), got neither',
    );
  return uri;
}
