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
  route(
    app,
    ground,
    {
      method: 'POST',
      url: '/v1/usage',
      group,
      summary: 'A gateway tells what was asked since its last report',
      rights: ['usage', 'operate'],
      body: usageReportShape,
    },
    async ({ body, reply }) => {
      await takeReport(ground, body);
      return reply.code(204).send();
    },
  );
  route(
    app,
    ground,
    {
      method: 'GET',
      url: '/v1/usage',
      group,
      summary: 'Operations, clients, counts and errors, of all or of what uses a coordinate',
      rights: ['read'],
      query: z.strictObject({ coordinate, days }),
    },
    ({ query }) =>
      query.coordinate === undefined ? readUsage(ground, query.days) : usageOf(ground, query.coordinate, query.days),
  );
  route(
    app,
    ground,
    {
      method: 'GET',
      url: '/v1/usage/unused',
      group,
      summary: 'What nobody has used',
      rights: ['read'],
      query: z.strictObject({ days }),
    },
    ({ query }) => unusedIn(ground, query.days),
  );
}
