/** Usage: gateways report it, everybody with a token reads it. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Ground } from '../service/ground.ts';
import { MOST_DAYS } from '../usage/forget-old-usage.ts';
import { readUsage, unusedIn, usageOf } from '../usage/read-usage.ts';
import { usageReportShape } from '../usage/report-shape.ts';
import { takeReport } from '../usage/take-report.ts';
import { route } from './route.ts';

const group = 'Usage';
const days = z.coerce.number().int().min(1).max(MOST_DAYS).default(30).describe('How many days, today the last');
const coordinate = z
  .string()
  .regex(/^\w+(\.\w+){0,2}$/, 'expected Type.field, Type.field.argument, Input.field or Enum.VALUE')
  .optional()
  .describe('Of what; all operations when left out');

/** Adds the routes. */
export function usageRoutes(app: FastifyInstance, ground: Ground): void {
  const takes = { method: 'POST', url: '/v1/usage', group, rights: ['usage', 'operate'] } as const;
  const summary = 'A gateway tells what was asked since its last report';
  route(app, ground, { ...takes, summary, body: usageReportShape }, async ({ body, reply }) => {
    await takeReport(ground, body);
    return reply.code(204).send();
  });
  readRoutes(app, ground);
}

function readRoutes(app: FastifyInstance, ground: Ground): void {
  const reads = { method: 'GET', group, rights: ['read'] } as const;
  route(
    app,
    ground,
    {
      ...reads,
      url: '/v1/usage',
      summary: 'Operations, clients, counts and errors, of all or of what uses a coordinate',
      query: z.strictObject({ coordinate, days }),
    },
    ({ query }) =>
      query.coordinate === undefined ? readUsage(ground, query.days) : usageOf(ground, query.coordinate, query.days),
  );
  route(
    app,
    ground,
    { ...reads, url: '/v1/usage/unused', summary: 'What nobody has used', query: z.strictObject({ days }) },
    ({ query }) => unusedIn(ground, query.days),
  );
}
