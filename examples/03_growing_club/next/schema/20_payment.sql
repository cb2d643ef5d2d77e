CREATE TABLE payment (
    payment_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    member_id bigint NOT NULL CONSTRAINT payment_member REFERENCES member,
    cents integer NOT NULL CONSTRAINT payment_of_something CHECK (cents <> 0),
    paid_on date NOT NULL
);
