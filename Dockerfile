# syntax=docker/dockerfile:1
# Build with BuildKit, which sends only what COPY names: .env and databases stay where they are.
ARG PYTHON=3.11-slim-bookworm

FROM python:${PYTHON} AS build
# [postgresql] adds the driver for PostgreSQL.
ARG EXTRAS=""
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
RUN python -m venv /opt/zhiqun
COPY pyproject.toml constraints.txt README.md LICENSE ./
# Dependencies first: this layer is made anew only when they change.
RUN mkdir bot rules storage \
    && touch bot/__init__.py rules/__init__.py storage/__init__.py \
    && /opt/zhiqun/bin/pip install --constraint constraints.txt ".${EXTRAS}"
COPY bot bot
COPY rules rules
COPY storage storage
RUN /opt/zhiqun/bin/pip install --no-deps --force-reinstall .

FROM python:${PYTHON}
# Certificates are drawn with Chinese words.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends fonts-wqy-microhei \
    && rm -rf /var/lib/apt/lists/*
RUN groupadd --system --gid 10001 zhiqun \
    && useradd --system --uid 10001 --gid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin zhiqun \
    && install --directory --owner=10001 --group=10001 --mode=0700 /data
COPY --from=build /opt/zhiqun /opt/zhiqun
COPY rules/*.yaml /rules/
COPY rules/lists /rules/lists
COPY rules/schema /rules/schema
ENV PATH=/opt/zhiqun/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ZHIQUN_DATABASE=sqlite:////data/zhiqun.db \
    ZHIQUN_RULES=/rules \
    ZHIQUN_HTTP=0.0.0.0:8088 \
    ZHIQUN_LOG_FORMAT=json
WORKDIR /data
VOLUME ["/data", "/rules"]
EXPOSE 8088
USER 10001:10001
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8088/healthz', timeout=4)"]
ENTRYPOINT ["zhiqun"]
CMD ["run"]
