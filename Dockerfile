FROM node:22.20.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
# Root owns what runs; the service's user reads it, whatever the modes were where the image is built.
RUN npm run build && npm prune --omit=dev && chmod -R a+rX,go-w package.json node_modules dist scenarios

FROM node:22.20.0-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/scenarios ./scenarios
# The one place that the service writes to, with STORE_URL=sqlite:...
RUN install -d -o node -g node -m 0700 data
USER node
VOLUME /app/data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# As `npm start` does, but Node itself is the process that gets the signals.
CMD ["node", "--max-old-space-size=512", "--max-semi-space-size=8", "--v8-pool-size=1", "--liftoff-only", "dist/src/cli.js", "start"]
