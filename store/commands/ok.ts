/** The member `ok` of replies: a double, as MongoDB's is, which some drivers read by its type. */
import { Double } from 'bson';

/** A command, or an item of one, has done what it was asked. */
export const OK = new Double(1);
/** It has not. */
export const NOT_OK = new Double(0);
