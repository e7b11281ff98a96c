import React, { useState } from 'react';
import type { User } from './user';

interface Props { user: User; onSelect(user: User): void; }

export const Card: React.FC<Props> = ({ user, onSelect }) => {
    const [open, setOpen] = useState<boolean>(false);
    return <Panel.Body key={user.id} {...rest} onClick={() => onSelect(user)}>
        <span className="name">{open && user.name}</span>
        <Icon<User> size={1} />
    </Panel.Body>;
};

export default function App({ users }: { users: User[] }) {
    return <>{users.map(u => <Card user={u} onSelect={console.log} />)}</>;
}
