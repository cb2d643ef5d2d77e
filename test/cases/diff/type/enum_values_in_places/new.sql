CREATE TYPE mood AS ENUM ('a', 'b', 'c', 'C c', 'd', 'e''e');
