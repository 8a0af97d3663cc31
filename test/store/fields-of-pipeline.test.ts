/** Which fields of its documents a pipeline with `$group` reads. */
import { serialize } from 'bson';
import { expect, test } from 'vitest';
import { fieldsOfPipeline } from '../../store/aggregate/fields-of-pipeline.ts';
import { decode } from '../../store/value/decode.ts';

const read = (...stages: Record<string, unknown>[]): string[] | undefined => {
  const fields = fieldsOfPipeline(stages.map((stage) => decode(Buffer.from(serialize(stage)))));
  return fields && [...fields].sort();
};

test('the fields that its paths begin with, and no others', () => {
  expect(
    read({
      $group: {
        _id: { a: '$a.b', c: { $cond: [{ $gte: ['$d.e', 3] }, 3, '$d.e'] } },
        n: { $sum: 1 },
        key: { $sum: '$recordKey' },
      },
    }),
  ).toEqual(['a', 'd', 'recordKey']);
  expect(read({ $group: { _id: null, n: { $sum: 1 } } })).toEqual([]);
});

test('the array that is unwound before', () => {
  expect(read({ $unwind: '$l' }, { $unwind: { path: '$m.o' } }, { $group: { _id: '$k' } })).toEqual(['k', 'l', 'm']);
});

test.each<[string, Record<string, unknown>[]]>([
  ['without $group', []],
  ['where another stage comes before', [{ $addFields: { a: 1 } }, { $group: { _id: '$a' } }]],
  ['where there is only $unwind', [{ $unwind: '$l' }]],
  ['of $$ROOT', [{ $group: { _id: null, all: { $push: '$$ROOT' } } }]],
  ['of a path from $$CURRENT', [{ $group: { _id: '$$CURRENT.a' } }]],
])('whole documents %s', (_name, stages) => {
  expect(read(...stages)).toBeUndefined();
});
