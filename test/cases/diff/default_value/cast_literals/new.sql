CREATE TABLE t (a jsonb DEFAULT '{"a": "\\"}', b text[] DEFAULT ARRAY['x', 'y"z'], c bit(3) DEFAULT B'101', d money DEFAULT 0);
