# One image for every service: the command in docker-compose.yml says which one a container is.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The explorer is built after the sources are here, so install runs no scripts of its own.
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production
COPY --from=build --chown=node:node /app /app
# A volume put on one of these is the user's, who may write to it.
RUN install -d -o node -g node /anchors /supergraph /keys /for-gateways
USER node
ENTRYPOINT ["node", "--import", "./base/runtime.mjs", "--disable-warning=ExperimentalWarning"]
