# The current LTS, pinned by its full version. glibc, not musl: sqlite3 and the canvas are tested on it.
FROM node:26.12.1-bookworm-slim AS build
# sqlite3 is compiled where it has no binary for the platform.
RUN apt-get update \
  && apt-get install -y --no-install-recommends python3 make g++ ca-certificates \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# npm reads the workspace packages' own manifests: without them it leaves out what they depend on.
COPY packages ./packages
# Of all packages only sqlite3 needs its install script.
RUN npm ci --ignore-scripts && npm rebuild sqlite3
COPY tsconfig.json tsconfig.build.json ./
COPY scripts/build.mjs ./scripts/
COPY src ./src
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:26.12.1-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY LICENSE package.json ./
# node_modules links to packages; what runs is the built copy in dist/node_modules.
COPY --from=build /app/packages ./packages
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY skills ./skills
COPY samples ./samples
# The code stays root's; the bot may write its data, and what the chat on the terminal saves.
RUN mkdir data out && chown node:node data out
USER node
VOLUME /app/data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 CMD ["node", "dist/main.js", "--health"]
CMD ["node", "dist/main.js"]
