import { describe, expect, it } from 'vitest';
import { labelDecision, NO_LABELS } from '../../../gateway/plan/label-decision.ts';
import { planSettings } from '../../../gateway/plan/settings.ts';

const SHARES = ['percent(0)', 'percent(5)', 'percent(20.5)', 'percent(100)'];

describe('the labels that hold for a request', () => {
  it('are decided once, by one draw for all shares', () => {
    let draws = 0;
    const choose = labelDecision(NO_LABELS, {}, () => (draws++, 0.1));
    expect(choose(SHARES)).toEqual(['percent(20.5)', 'percent(100)']);
    expect(choose([...SHARES].reverse())).toEqual(['percent(100)', 'percent(20.5)']);
    expect(draws).toBe(1);
  });

  it.each([
    [0, ['percent(5)', 'percent(20.5)', 'percent(100)']],
    [0.05, ['percent(20.5)', 'percent(100)']],
    [0.205, ['percent(100)']],
    [0.999999999, ['percent(100)']],
  ])('hold by a share of a draw of %d', (drawn, held) => {
    expect(labelDecision(NO_LABELS, {}, () => drawn)(SHARES)).toEqual(held);
  });

  it('are those of the option, and those of the header that the operator allows', () => {
    const headers = { 'x-labels': 'blue, red,percent(100),unknown', 'x-other': 'green' };
    const rules = { labels: new Set(['always']), header: 'x-labels' };
    const all = ['always', 'blue', 'green', 'red', 'percent(0)'];
    expect(labelDecision(rules, headers)(all)).toEqual(['always', 'blue', 'red']);
    expect(labelDecision(rules, {})(all)).toEqual(['always']);
    expect(labelDecision({ labels: rules.labels }, headers)(all)).toEqual(['always']);
    expect(
      labelDecision(rules, { 'x-labels': 'percent(0), percent(1)' }, () => 0.5)(['percent(0)', 'percent(1)']),
    ).toEqual([]);
  });

  it('are options that say what they take', () => {
    expect([...planSettings.overrideLabels.schema.parse('blue, team:a/b.c-d')]).toEqual(['blue', 'team:a/b.c-d']);
    for (const wrong of ['percent(5)', '5', 'a b'])
      expect(planSettings.overrideLabels.schema.safeParse(wrong).success).toBe(false);
    expect(planSettings.overrideLabelsHeader.schema.parse('X-Labels')).toBe('x-labels');
    for (const wrong of ['authorization', 'cookie', 'x-a b'])
      expect(planSettings.overrideLabelsHeader.schema.safeParse(wrong).success).toBe(false);
  });
});
