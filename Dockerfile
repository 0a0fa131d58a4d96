# Swell as a sidecar of argocd-repo-server (docs/install.md). `docker build .` and `buildah build .` do, and so does
# `make image`, also where no image registry can be reached.
ARG BASE=docker.io/library/python:3.13-slim
ARG GO=docker.io/library/golang:1.27
ARG ARGOCD=quay.io/argoproj/argocd:v3.6.1
ARG NEWEST=quay.io/argoproj/argocd:v3.6.1
ARG OLDER=quay.io/argoproj/argocd:v3.5.7
ARG OLDEST=quay.io/argoproj/argocd:v3.4.13

# Helm is Argo CD's own, so that Swell and a native Helm source render alike: name the Argo CD that you run as ARGOCD. The
# others bring what applications may ask for, the Helm of each Argo CD that gets patches.
FROM ${ARGOCD} AS own
FROM ${NEWEST} AS newest
FROM ${OLDER} AS older
FROM ${OLDEST} AS oldest

# These Helms, each called by its own version, where Swell looks for them: beside its bin. The last one serves unasked.
FROM ${BASE} AS helms
COPY --from=newest /usr/local/bin/helm /helm/newest
COPY --from=older /usr/local/bin/helm /helm/older
COPY --from=oldest /usr/local/bin/helm /helm/oldest
COPY --from=own /usr/local/bin/helm /helm/own
RUN mkdir -p /opt/swell/bin /opt/swell/helm && cd /opt/swell/helm \
 && for one in newest older oldest own; do \
      name=helm-$(/helm/$one version --template '{{.Version}}') && mv /helm/$one $name || exit 1; \
    done \
 && ln -s ../helm/$name ../bin/helm

# Swell and what it needs, in /opt/swell. pip and the build backend work from beside it and stay behind.
FROM ${BASE} AS swell
WORKDIR /src
COPY requirements requirements
RUN python3 -m venv /build && python3 -m venv --without-pip /opt/swell \
 && /build/bin/pip install --quiet --no-cache-dir --require-hashes --only-binary :all: \
    --requirement requirements/build.txt \
 && /build/bin/pip --python /opt/swell/bin/python3 install --quiet --no-cache-dir --no-compile --require-hashes \
    --only-binary :all: --requirement requirements/run.txt
COPY . .
RUN /build/bin/pip wheel --quiet --no-deps --no-build-isolation --wheel-dir /wheel . \
 && /build/bin/pip --python /opt/swell/bin/python3 install --quiet --no-compile --no-deps /wheel/*.whl \
 && /opt/swell/bin/python3 -I -B -m cmp.resident.launcher >/opt/swell/bin/swell-alone \
 && chmod 755 /opt/swell/bin/swell-alone \
 && mkdir /opt/swell/git-credentials \
 && sed 's/^  provideGitCreds: false/  provideGitCreds: true/' plugin.yaml >/opt/swell/git-credentials/plugin.yaml \
 # A read-only root cannot keep bytecode, and a start without it costs 0.3 s. Nothing changes in an image, so it is not
 # compared with its source: that would also fail after a tool that squashes layers has given files another date.
 && python3 -m compileall -q -j 0 --invalidation-mode unchecked-hash /opt/swell/lib

# The base with git and ssh for sources, without what installs and builds, with bytecode for the standard library, and
# with Argo CD's user.
FROM ${BASE} AS root
# Nothing that Swell calls of git is written in Perl, which would be larger than git: dpkg gets to know that it is gone.
# Of git's programs those that serve, push and mail go too, and its second copy; of ssh's those with rights of their own.
RUN apt-get update --quiet --quiet \
 && DEBIAN_FRONTEND=noninteractive apt-get install --quiet --quiet --yes --no-install-recommends \
    ca-certificates git openssh-client \
 && dpkg --purge --force-depends git-man liberror-perl \
    $(dpkg-query --show --showformat '${Package} ' perl 'perl-modules-*' 'libperl5*') 2>/dev/null \
 && cd /usr/lib/git-core && ln -sf ../../bin/git git \
 && rm -rf /usr/share/perl5 /usr/share/perl /usr/share/gitweb /usr/share/bash-completion \
    /usr/lib/openssh/ssh-keysign /usr/bin/ssh-agent \
    git-daemon git-http-backend git-http-push git-imap-send git-sh-i18n--envsubst git-shell scalar \
    /usr/bin/git-shell /usr/bin/scalar
RUN cd "$(python3 -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')" \
 && rm -rf config-* ensurepip idlelib lib2to3 pydoc_data test tkinter turtledemo site-packages/* \
    /usr/local/bin/pip* /usr/local/bin/idle* /usr/local/bin/pydoc* /usr/local/include /usr/share/python-wheels \
    /usr/share/locale /usr/share/man /var/cache/* /var/lib/apt/lists/* /var/log/* \
 && find /usr/share/doc -type f ! -name copyright -delete \
 && python3 -m compileall -q -f -j 0 --invalidation-mode unchecked-hash . \
 && echo argocd:x:999:999::/home/argocd:/usr/sbin/nologin >> /etc/passwd \
 && echo argocd:x:999: >> /etc/group \
 && mkdir -p /home/argocd/cmp-server/plugins /var/run/argocd \
 && chown -R 999:999 /home/argocd

# The program that stays in the place of the Helm that it is made of. Where that is none of these, each render starts its
# Helm. Go runs on the machine that builds, whatever the image is for.
FROM --platform=${BUILDPLATFORM} ${GO} AS resident
ARG TARGETARCH
ENV GOARCH=${TARGETARCH}
WORKDIR /src
COPY tools/go.sh tools/swell_helm.sh tools/
COPY swell-helm swell-helm
COPY --from=helms /opt/swell/helm /helm
RUN mkdir /resident && name=helm-$(sed -n 's|.*helm.sh/helm/v4 ||p' swell-helm/go.mod) \
 && if [ -e /helm/$name ]; then cp "$(tools/swell_helm.sh /helm/$name)" /resident/swell-$name; fi

# `swell` itself: it hands Argo CD's calls to the server beside it, and starts Python, as swell-alone, for all others.
FROM --platform=${BUILDPLATFORM} ${GO} AS client
ARG TARGETARCH
ENV GOARCH=${TARGETARCH}
WORKDIR /src
COPY tools/go.sh tools/swell_client.sh tools/
COPY swell-client swell-client
RUN mkdir /client && cp "$(tools/swell_client.sh)" /client/swell

# From scratch, since what a base's own layers hold cannot be taken out of them again.
FROM scratch
ARG REVISION=unknown
ARG VERSION=unknown
LABEL org.opencontainers.image.title="Swell" \
      org.opencontainers.image.description="Waves for your Helm charts: an Argo CD config-management plugin" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=root / /
COPY --from=helms /opt/swell /opt/swell
COPY --from=resident /resident /opt/swell/helm
COPY --from=swell /opt/swell /opt/swell
COPY --from=client /client /opt/swell/bin
COPY plugin.yaml /home/argocd/cmp-server/config/plugin.yaml
# /tmp is the one place that can be written to. PYTHONDONTWRITEBYTECODE saves attempts that would fail. In the last
# folder of PATH lies argocd, which git asks where plugin.yaml says provideGitCreds.
ENV PATH=/opt/swell/bin:/usr/local/bin:/usr/bin:/bin:/var/run/argocd \
    LANG=C.UTF-8 \
    PYTHONDONTWRITEBYTECODE=1 \
    HELM_CACHE_HOME=/tmp/helm/cache \
    HELM_CONFIG_HOME=/tmp/helm/config \
    HELM_DATA_HOME=/tmp/helm/data
USER 999
WORKDIR /home/argocd
# It starts Argo CD's own server, which the init container copyutil of argocd-repo-server puts in /var/run/argocd.
ENTRYPOINT ["/opt/swell/bin/swell", "sidecar"]
