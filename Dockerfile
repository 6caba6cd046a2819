# One file for every process: docker build --build-arg WORKSPACE=services/booking .
# Tests run the RUN and CMD lines in a clean folder (tools/local/src/image.test.ts); keep them free of what only a container has.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
ENV NX_DAEMON=false NX_NO_CLOUD=true
COPY . .
RUN npm ci --no-audit --no-fund --loglevel=error
ARG WORKSPACE
RUN npx nx run-many -t build --outputStyle=static --projects=tag:type:lib,local,$(basename $WORKSPACE)
RUN npm ci --no-audit --no-fund --loglevel=error --omit=dev --include-workspace-root=false --workspace $WORKSPACE

# What joins the services by path: our own few files, and no package of anybody else's.
FROM node:24.21.0-bookworm-slim AS edge
WORKDIR /app
COPY --from=build /app/tools/local/dist ./tools/local/dist
COPY --from=build /app/libs/base ./libs/base
COPY --from=build /app/libs/platform ./libs/platform
COPY --from=build /app/node_modules/@throughcare ./node_modules/@throughcare
USER node
CMD ["node", "tools/local/dist/edge/edge-main.js"]

FROM node:24.21.0-bookworm-slim AS service
WORKDIR /app
ARG WORKSPACE
ARG BUILD_NUMBER=local
ARG GIT_REF=local
ENV NODE_ENV=production WORKSPACE=$WORKSPACE BUILD_NUMBER=$BUILD_NUMBER GIT_REF=$GIT_REF
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/libs ./libs
COPY --from=build /app/infra/bus ./infra/bus
COPY --from=build /app/docs/openapi ./docs/openapi
COPY --from=build /app/$WORKSPACE ./$WORKSPACE
USER node
CMD ["sh", "-c", "exec node --enable-source-maps $WORKSPACE/dist/main.js"]
