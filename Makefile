# The version is said once, in the control file; the C++ code is told it from here.
EXTENSION = confiture
EXTVERSION := $(shell sed -n "s/^default_version *= *'\(.*\)'/\1/p" $(EXTENSION).control)

# Every source file of every folder belongs to the one shared library.
MODULE_big = $(EXTENSION)
SOURCES = $(sort $(wildcard src/*/*.cpp))
OBJS = $(SOURCES:.cpp=.o)

# The install script is joined from its parts: the areas' tables in this order, then their functions in this order.
AREAS = source build migrate
SQL_PARTS = sql/header.sql \
	$(wildcard $(AREAS:%=sql/%/tables.sql)) \
	$(wildcard $(AREAS:%=sql/%/functions.sql)) \
	sql/grants.sql
DATA_built = $(EXTENSION)--$(EXTVERSION).sql

# Warnings are errors, except where `make WERROR=` says otherwise; the server's own headers are exempt, and searched last.
PG_CONFIG = pg_config
WERROR = -Werror
WARNINGS = -Wall -Wextra $(WERROR)
PG_CPPFLAGS = -Iinclude -Isrc -DCONFITURE_VERSION='"$(EXTVERSION)"' $(SERVER_HEADERS)
PG_CXXFLAGS = -std=c++20 $(WARNINGS)
SERVER_HEADERS = $(addprefix -isystem ,$(sort $(shell $(PG_CONFIG) --includedir-server) $(shell $(PG_CONFIG) --pkgincludedir)/internal))

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

PGXS := $(shell $(PG_CONFIG) --pgxs)
include $(PGXS)

# Dependencies are our own affair, since Debian builds PostgreSQL without dependency tracking.
src/%.o: src/%.cpp Makefile $(EXTENSION).control
	$(COMPILE.cc) -MMD -MP -o $@ $<

-include $(OBJS:.o=.d)

$(shlib): src/exports.map

$(DATA_built): $(SQL_PARTS) Makefile $(EXTENSION).control
	cat $(SQL_PARTS) > $@

tmp_check:
	mkdir -p $@
