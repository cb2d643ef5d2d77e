CREATE TABLE t (a jsonb DEFAULT '{}', b text[] DEFAULT '{}', c bit(3) DEFAULT B'000', d money);
