# The version is said once, in the control file; the C++ code is told it from here.
EXTENSION = confiture
EXTVERSION := $(shell sed -n "s/^default_version *= *'\(.*\)'/\1/p" $(EXTENSION).control)

# Every source file of every folder belongs to the one shared library.
MODULE_big = $(EXTENSION)
SOURCES = $(sort $(wildcard src/*/*.cpp))
OBJS = $(SOURCES:.cpp=.o)

# The install script is joined from its parts: the areas' tables in this order, those of later versions behind them, then all functions.
AREAS = source build migrate batch catalog drift
SQL_FUNCTIONS = $(wildcard $(AREAS:%=sql/%/functions.sql))
SQL_TABLES = $(wildcard $(AREAS:%=sql/%/tables.sql)) $(sort $(wildcard $(AREAS:%=sql/%/tables_*.sql)))
SQL_PARTS = sql/header.sql $(SQL_TABLES) $(SQL_FUNCTIONS) sql/grants.sql

# What older versions installed is kept as it was. From each of them one script leads here: the changes of tables since, with the tables that
# are new since, then all functions.
DATA = $(wildcard sql/versions/*.sql)
UPGRADES = $(DATA:sql/versions/%.sql=%--$(EXTVERSION).sql)
CHANGES = $(patsubst sql/upgrade/%.sql,%,$(wildcard sql/upgrade/[0-9]*.sql))
changes_since = $(shell printf '%s\n' $(1) $(CHANGES) | sort -uV | sed '0,/^$(1)$$/d')
DATA_built = $(EXTENSION)--$(EXTVERSION).sql $(UPGRADES)

# Warnings are errors, except where `make WERROR=` says otherwise; the server's own headers are exempt, and searched last.
PG_CONFIG = pg_config
WERROR ?= -Werror
WARNINGS = -Wall -Wextra $(WERROR)
PG_CPPFLAGS = -Iinclude -Isrc -DCONFITURE_VERSION='"$(EXTVERSION)"' $(SERVER_HEADERS)
PG_CXXFLAGS = -std=c++20 $(WARNINGS)
SERVER_HEADERS = $(addprefix -isystem ,$(includedir_server) $(includedir_internal))

# The version script is what hides our symbols: before PostgreSQL 16 the V1 macros do not mark theirs as visible.
SHLIB_LINK += -Wl,--version-script=src/exports.map -lstdc++ -lcrypto -larchive

# Tests are found by wildcard, so that none is left unlisted; each runs in a fresh database made by the launcher.
REGRESS = $(patsubst test/sql/%.sql,%,$(sort $(wildcard test/sql/*.sql)))
REGRESS_OPTS = --inputdir=test --outputdir=tmp_check/regress --launcher=test/bin/fresh-database
ISOLATION = $(patsubst test/specs/%.spec,%,$(sort $(wildcard test/specs/*.spec)))
ISOLATION_OPTS = --inputdir=test --outputdir=tmp_check/isolation --launcher=test/bin/fresh-database
REGRESS_PREP = tmp_check

EXTRA_CLEAN = build tmp_check $(EXTENSION)--*.sql $(OBJS:.o=.d)

# The bitcode step of PGXS is not given PG_CXXFLAGS, and could not compile C++20.
override with_llvm = no

# Where no server can be built against yet, `make demo` and its like still work, since they install one.
PGXS := $(shell $(PG_CONFIG) --pgxs 2>/dev/null)
ifneq ($(wildcard $(PGXS)),)
include $(PGXS)
else
all install installcheck clean:
	@echo "$(PG_CONFIG) belongs to no server that can be built against: install postgresql-server-dev-<version>, or say PG_CONFIG=" >&2; exit 1
endif

# Dependencies are our own affair, since Debian builds PostgreSQL without dependency tracking.
src/%.o: src/%.cpp Makefile $(EXTENSION).control
	$(COMPILE.cc) -MMD -MP -o $@ $<

$(shlib): src/exports.map

# An update replaces functions that are its own; an install must not take over what somebody made before it.
$(EXTENSION)--$(EXTVERSION).sql: $(SQL_PARTS) Makefile $(EXTENSION).control
	sed 's/^CREATE OR REPLACE /CREATE /' $(SQL_PARTS) > $@

$(UPGRADES): $(EXTENSION)--%--$(EXTVERSION).sql: sql/versions/$(EXTENSION)--%.sql $(wildcard sql/upgrade/*.sql) $(SQL_TABLES) $(SQL_FUNCTIONS) Makefile $(EXTENSION).control
	cat sql/upgrade/before.sql $(wildcard $(foreach version,$(call changes_since,$*),sql/upgrade/$(version).sql sql/*/tables_$(version).sql)) $(SQL_FUNCTIONS) sql/upgrade/after.sql > $@

tmp_check:
	mkdir -p $@

# The unit tests are linked with the pure folders alone, which are compiled for them without a server header in sight.
PURE = text model graph diff lint
PURE_OBJS = $(patsubst src/%.cpp,build/pure/%.o,$(sort $(wildcard $(PURE:%=src/%/*.cpp))))
UNIT_TESTS = $(patsubst test/unit/%.cpp,build/unit/%,$(sort $(wildcard test/unit/*.cpp)))
COMPILE.unit = $(CXX) -std=c++20 -g -O1 -D_GLIBCXX_ASSERTIONS -fsanitize=address,undefined -fno-sanitize-recover \
	$(WARNINGS) -Iinclude -Isrc -MMD -MP

build/pure/%.o: src/%.cpp Makefile
	@mkdir -p $(@D)
	$(COMPILE.unit) -c -o $@ $<

build/unit/%: test/unit/%.cpp $(PURE_OBJS) Makefile
	@mkdir -p $(@D)
	$(COMPILE.unit) -MF $@.d -MT $@ -o $@ $< $(PURE_OBJS) -lcrypto

-include $(OBJS:.o=.d) $(PURE_OBJS:.o=.d) $(UNIT_TESTS:=.d)

# These need no server: the layers, and the unit tests of the pure folders.
.PHONY: units unit layers
units: $(UNIT_TESTS)

unit: units
	prove --exec '' $(UNIT_TESTS)

layers:
	prove --exec bash test/layers.sh

# These install what is missing from Debian's packages, build, install, and start a throw-away server of their own.
.PHONY: demo shell test bench
export PG_CONFIG
demo shell test bench:
	@test/bin/$@

# Judges 2,000 pairs of random schemas, others each time; DIFF_SEED=<seed> repeats those that have been judged.
.PHONY: random
random:
	@test/bin/setup && test/bin/one test/slow/diff_random.pl

# These run all tests on the servers of other Debian releases, each in a folder of its own.
.PHONY: matrix
matrix:
	@test/bin/matrix 17 18 19

matrix-%:
	@test/bin/matrix $*
