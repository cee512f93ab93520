/** The people that a new simulator knows: all of them have opened the bot's chat already. */
export const demoPeople = {
  telegram: {
    clients: [
      { clientId: '501', name: 'Emily Carter', locale: 'en' },
      { clientId: '502', name: 'Олена Коваленко', locale: 'uk' },
    ],
    supervisor: { clientId: '100', name: 'Marta Hrytsenko', locale: 'en' },
  },
  viber: {
    clients: [
      { clientId: 'client-james==', name: 'James Miller', locale: 'en' },
      { clientId: 'client-taras==', name: 'Тарас Бондар', locale: 'uk' },
    ],
    supervisor: { clientId: 'supervisor-viber==', name: 'Marta Hrytsenko', locale: 'en' },
  },
} as const;
