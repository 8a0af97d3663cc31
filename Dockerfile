# One image for every service: the command in docker-compose.yml says which one a container is.
FROM node:24-bookworm-slim AS page
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The page is built after the sources are here, so install runs no scripts of its own.
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The optional packages are Node for machines that have none.
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production
# All of it belongs to root: the programs cannot change themselves, and need nothing to write to but the volumes below and /tmp.
COPY package.json LICENSE NOTICE ./
COPY --from=packages /app/node_modules node_modules
COPY base base
COPY schema schema
COPY subgraphs subgraphs
COPY gateway gateway
COPY --from=page /app/web/dist web/dist
# A volume put on one of these is the user's, who may write to it.
RUN install -d -o node -g node /anchors /supergraph /keys /for-gateways /api-keys
USER node
# The operators' port where there is one, else the registry's or the port itself.
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=24 CMD ["node", "-e", "const { OPERATE_PORT, REGISTRY_PORT, PORT } = process.env; fetch(`http://127.0.0.1:${OPERATE_PORT || REGISTRY_PORT || PORT || 4000}/health${REGISTRY_PORT ? '' : '/ready'}`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--import", "./base/runtime.mjs", "--disable-warning=ExperimentalWarning"]
